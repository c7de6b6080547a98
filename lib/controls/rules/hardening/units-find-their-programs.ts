import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";
import { stepsOf, UNITS, unitIn } from "../../subjects/units";

const PROGRAMS = "/usr/local/lib/straat";
const NAMED = new RegExp(`${PROGRAMS}/[A-Za-z0-9/-]+`, "g");

/** B-07, B-20: what is started is there. */
export const unitsFindTheirPrograms = stackRule({
  id: "units-find-their-programs",
  info: "every live document has a program that reads it, and what a unit, a first boot or a live document needs is a program that runs",
  explanation:
    "A timer whose program cannot run fails at night, and a document without its handler is read by nobody: the server keeps what it had.",
  remedy: "leave files of the first boot to the library's parts",
  promises: ["B-07", "B-20", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => {
    const units = filesUnder(files, UNITS).flatMap(([path]) => commandsOf(files, path));
    const handlers = wordsOf(textIn(files, "/etc/straat/documents")).map(
      (name) => `${PROGRAMS}/documents/${name}`,
    );
    const steps = stepsOf(files).flatMap((step) => step.match(NAMED) ?? []);
    const own = [...handlers, `${PROGRAMS}/first-boot`];
    const needed = new Set([...units, ...own, ...steps]);
    return [...needed].flatMap((path) => {
      const file = files.get(path);
      // Where a file calls it, programs-are-complete tells that it is not there.
      if (file === undefined) return own.includes(path) ? [`${path} is needed and not put in place`] : [];
      if (!file.text.startsWith("#!/")) return [`${path} is no program`];
      return file.mode === "0755" ? [] : [`${path} has mode ${file.mode}, so nobody can run it`];
    });
  }),
});

function commandsOf(files: Files, path: string): readonly string[] {
  const unit = unitIn(files, path);
  const keys = ["ExecStart", "ExecStartPre", "ExecStartPost", "ExecReload"].map((key) => `Service.${key}`);
  return keys.flatMap((key) => (unit.get(key) ?? []).flatMap((value) => value.match(NAMED) ?? []));
}
