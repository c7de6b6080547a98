import type { GroupRecord } from "../../../model/model-file";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { filesOf, textIn } from "../../subjects/frozen";
import { DOCUMENT_PREFIX } from "../../subjects/guest-settings";
import { wordsOf } from "../../subjects/settings";
import { Unreadable } from "../../unreadable";

/** What the agent of a server looks for. */
const AWAITED = "/etc/straat/documents";

/** The documents by which servers of a group live. */
function documentsOf({ role, virtual }: GroupRecord): readonly string[] {
  return [
    ...["identity", "firewall", "ssh", "sudoers", "patch", "logs"],
    ...(virtual.length > 0 ? ["keepalived"] : []),
    ...(role === "vpn-gateway" ? ["vpn"] : []),
    ...(role === "server" ? ["backup"] : []),
  ];
}

/** B-01, B-15, H-05, H-18, V-08: what a server has to be told so that it does what is promised of it. */
export const everyDocumentIsThere = stackRule({
  id: "every-document-is-there",
  info: "every server is given exactly the live documents of its role",
  explanation:
    "A server without its firewall's document is closed, without that of logs it sends none, without that of backups it makes none: it runs, and what is promised of it does not happen.",
  remedy:
    "give the platform its authority, collectors and recipients (stacks/platform.ts, the site files), and synthesize again",
  promises: ["B-01", "B-15", "H-05", "H-18", "V-08", "V-10"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge(machine) {
    const { group, settings } = machine;
    if (group === undefined) throw new Unreadable("it is no server of the model file, so it has no role");
    const wanted = documentsOf(group);
    const found = Object.keys(settings.values)
      .filter((key) => key.startsWith(DOCUMENT_PREFIX) && settings.has(key))
      .map((key) => key.slice(DOCUMENT_PREFIX.length));
    const awaited = wordsOf(textIn(filesOf(machine), AWAITED));
    const lacking = (there: readonly string[]) => wanted.filter((name) => !there.includes(name));
    const beside = (there: readonly string[]) => there.filter((name) => !wanted.includes(name));
    return [
      ...lacking(found).map((name) => `it is not given the document ${name}`),
      ...beside(found).map(
        (name) => `it is given the document ${name}, which no ${group.role} like it reads`,
      ),
      ...lacking(awaited).map((name) => `it does not look for the document ${name}`),
      ...beside(awaited).map((name) => `it looks for the document ${name}, which nobody judges`),
    ];
  },
});
