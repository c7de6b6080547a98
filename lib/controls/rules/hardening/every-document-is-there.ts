import type { GroupRecord } from "../../../model/model-file";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { AWAITED_DOCUMENTS, isGiven } from "../../subjects/awaited";
import { filesOf, textIn } from "../../subjects/frozen";
import { DOCUMENT_PREFIX } from "../../subjects/guest-settings";
import { wordsOf } from "../../subjects/settings";
import type { StackOutput } from "../../terraform/stack-output";

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

/**
 * Those that it has to be given today. What no server of the stack has is waited for, and of a firewall that is not there
 * another rule tells.
 */
function dueTo(group: GroupRecord, stack: StackOutput): readonly string[] {
  return documentsOf(group).filter(
    (name) => name !== "firewall" && (!AWAITED_DOCUMENTS.includes(name) || isGiven(stack, name)),
  );
}

/** B-01, B-15, H-05, H-18, V-08: what a server has to be told so that it does what is promised of it. */
export const everyDocumentIsThere = stackRule({
  id: "every-document-is-there",
  info: "every server is given exactly the live documents of its role",
  explanation:
    "A server without its document of access lets nobody in, without that of logs it sends none, without that of patches it gets none: it runs, and what is promised of it does not happen.",
  remedy:
    "leave the live documents of a server to the library: it makes those of its role from what the house and the site declare",
  promises: ["B-01", "B-15", "H-18", "V-08", "V-10"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  // A machine that the model file does not know has no role; that it is there is told by every-machine-is-declared.
  subjects: (stack) => Machine.in(stack).filter(({ group }) => group !== undefined),
  judge(machine, stack) {
    const { group, settings } = machine;
    if (group === undefined) return undefined;
    const wanted = documentsOf(group);
    const found = Object.keys(settings.values)
      .filter((key) => key.startsWith(DOCUMENT_PREFIX) && settings.has(key))
      .map((key) => key.slice(DOCUMENT_PREFIX.length));
    const awaited = wordsOf(textIn(filesOf(machine), AWAITED));
    const beside = (there: readonly string[]) => there.filter((name) => !wanted.includes(name));
    return [
      ...dueTo(group, stack)
        .filter((name) => !found.includes(name))
        .map((name) => `it is not given the document ${name}`),
      ...beside(found).map(
        (name) => `it is given the document ${name}, which no ${group.role} like it reads`,
      ),
      ...wanted
        .filter((name) => !awaited.includes(name))
        .map((name) => `it does not look for the document ${name}`),
      ...beside(awaited).map((name) => `it looks for the document ${name}, which nobody judges`),
    ];
  },
});
