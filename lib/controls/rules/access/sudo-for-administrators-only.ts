import { readSudoersDocument } from "../../guest/sudoers-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { administratorsOf, differences } from "../../subjects/administrators";
import { machines } from "../../subjects/machines";

/** V-03, H-16: who becomes root on a server is an administrator, until their last day. */
export const sudoForAdministratorsOnly = stackRule({
  id: "sudo-for-administrators-only",
  info: "exactly the site's administrators become root on its servers, each until their last day",
  explanation:
    "Root reads everything: all data of the client, and every key on the server. Who may become it and is in no list has that for ever.",
  remedy: "let the document sudoers be made of the platform's admins; take out what was added by hand",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would give root to somebody whom no list names" },
  subjects: machines,
  judge: (machine, stack, house) =>
    differences(
      readSudoersDocument(machine.document("sudoers")).map(lineOf),
      administratorsOf(stack, house).map(lineOf),
      {
        extra: (line) => `lets ${line} become root, whom the list of the site does not have so`,
        missing: (line) => `does not let ${line} become root, who is in the list of the site`,
      },
    ),
});

function lineOf({ login, until }: { readonly login: string; readonly until: unknown }): string {
  return `${login} until ${until}`;
}
