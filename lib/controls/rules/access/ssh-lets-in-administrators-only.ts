import { readSshDocument } from "../../guest/ssh-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { administratorsOf, differences } from "../../subjects/administrators";
import { machines } from "../../subjects/machines";
import { trustOf } from "../../subjects/trust";

/** V-03, V-08, H-16, H-17: who logs in to a server is an administrator, with their own key, until their last day. */
export const sshLetsInAdministratorsOnly = stackRule({
  id: "ssh-lets-in-administrators-only",
  info: "servers let in exactly the site's administrators by SSH, each with their own key or a certificate of the site's authorities, and until their last day",
  explanation:
    "A key that is let in and stands in no list is a door nobody knows of: it is in no review, and is not closed when its owner leaves. One that signs certificates opens the door in anybody's name.",
  remedy:
    "let the document ssh be made of the platform's admins and sshAuthorities; take out what was added by hand",
  promises: ["V-03", "V-08", "H-16", "H-17"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it would let in somebody whom no list names" },
  subjects: machines,
  judge: (machine, stack, house) => {
    const { admins, authorities } = readSshDocument(machine.document("ssh"));
    const wanted = administratorsOf(stack, house).map(({ login, until, sshKey }) =>
      lineOf(login, until, sshKey),
    );
    const platform = `the platform of ${stack.model.site.name}`;
    return [
      ...differences(
        admins.map(({ login, until, key }) => lineOf(login, until, key)),
        wanted,
        {
          extra: (line) => `lets in ${line}, whom the list of the site does not have so`,
          missing: (line) => `does not let in ${line}, who is in the list of the site`,
        },
      ),
      ...differences(
        authorities.map(({ fingerprint }) => fingerprint),
        trustOf(stack.model, house).sshAuthorities.map(({ fingerprint }) => fingerprint),
        {
          extra: (key) => `trusts certificates signed by ${key}, which ${platform} does not name`,
          missing: (key) => `does not trust certificates signed by ${key}, which ${platform} names`,
        },
      ),
    ];
  },
});

function lineOf(login: string, until: unknown, key: { readonly fingerprint: string }): string {
  return `${login} until ${until} with ${key.fingerprint}`;
}
