import type { Admin } from "../../model/admin";
import { Mistakes } from "../../model/mistake";
import { FIGURES } from "../../model/promises/figures";

/** The group of the accounts of administrators. Who is not in it has no SSH. */
export const ADMIN_GROUP = "straat-admins";

/**
 * The administrators in the order of their logins, each a person with a login and a key of their own (V-03), and no
 * more than a few (H-16). The text that is made of them is the same however the list was written.
 *
 * @throws InvalidError with everybody who is too many
 */
export function adminsByLogin(admins: readonly Admin[]): readonly Admin[] {
  const check = new Mistakes();
  const logins = new Map<string, Admin>();
  const keys = new Map<string, Admin>();
  for (const [index, admin] of admins.entries()) {
    const sameLogin = logins.get(admin.login);
    const sameKey = keys.get(admin.sshKey.fingerprint);
    if (sameLogin !== undefined) {
      check.add({
        property: `admins[${index}].login`,
        value: admin.login,
        problem: `is the login of ${sameLogin.person} already; an account is one person's (V-03)`,
        remedy: "give each administrator a login of their own",
      });
    } else if (sameKey !== undefined) {
      check.add({
        property: `admins[${index}].sshKey`,
        value: admin.sshKey.fingerprint,
        problem: `is the key of ${sameKey.login} already; a key is one person's (V-03, V-08)`,
        remedy: "let each administrator make a key of their own with ssh-keygen -t ed25519",
      });
    }
    logins.set(admin.login, sameLogin ?? admin);
    keys.set(admin.sshKey.fingerprint, sameKey ?? admin);
  }
  if (admins.length > FIGURES.maximumAdmins) {
    check.add({
      property: "admins",
      value: String(admins.length),
      problem: `are more than the ${FIGURES.maximumAdmins} people who may have administrator access (H-16)`,
      remedy: "leave out whoever has no need of it",
    });
  }
  check.throwIfAny();
  return [...admins].sort((a, b) => (a.login < b.login ? -1 : 1));
}
