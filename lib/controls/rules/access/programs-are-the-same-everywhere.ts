import { createHash } from "node:crypto";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { otherwise } from "../../subjects/everywhere";
import { filesUnder } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { PROGRAMS } from "../../subjects/recurring";
import { forFiles } from "../../subjects/served-files";

/** B-07, I-08: servers do the same things in the same way, by programs that were tested. */
export const programsAreTheSameEverywhere = stackRule({
  id: "programs-are-the-same-everywhere",
  info: "a program of the house is the same on every server that has it",
  explanation:
    "Programs that look after firewall, access, backups and patches are tested once, for all. One that differs on one server was changed by hand, and does there what nobody looked at.",
  remedy: "change the program in lib/guest/scripts, for all servers, and replace those that have the old one",
  promises: ["B-07", "I-08"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  notOnPlan: "a plan has the programs each server was made with, and one may be older than another",
  subjects: machines,
  judge: (machine, _stack, house) =>
    programsIn(machine).flatMap(({ path, digest }) => differing(house, path, digest, machine.id)),
});

const programsIn = forFiles((files) =>
  filesUnder(files, PROGRAMS).map(([path, { mode, text }]) => ({
    path,
    digest: `${mode} ${createHash("sha256").update(text).digest("hex")}`,
  })),
);

function differing(house: House, path: string, digest: string, where: string): readonly string[] {
  const other = otherwise(house, path, digest, where);
  return other === undefined ? [] : [`${path} is another program than on ${other.where}`];
}
