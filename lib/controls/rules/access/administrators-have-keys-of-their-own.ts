import type { Admin } from "../../../model/admin";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { administrators } from "../../subjects/administrators";

/** V-03, V-08: a key tells who somebody is, so it is one person's, in every list of the house. */
export const administratorsHaveKeysOfTheirOwn = houseRule({
  id: "administrators-have-keys-of-their-own",
  info: "no two administrators have an SSH or a WireGuard key in common, and none has a gateway's",
  explanation:
    "A key that two people have proves of neither what was done with it, and taking it from one takes it from both.",
  remedy: "let each person make a pair of their own: ssh-keygen -t ed25519, and wg genkey",
  promises: ["V-03", "V-08"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "the sheet opens confidential information to named people only" },
  subjects: administrators,
  judge: ({ admin }, house) => {
    const everybody = house.platforms.flatMap(({ admins }) => admins);
    const gateways = house.models.filter(({ site }) => site.vpn.publicKey === admin.wireguardKey);
    return [
      ...sharedWith(everybody, admin, "SSH key", ({ sshKey }) => sshKey.fingerprint),
      ...sharedWith(everybody, admin, "WireGuard key", ({ wireguardKey }) => wireguardKey),
      ...new Set(
        gateways.map(
          ({ site }) => `the WireGuard key of ${admin.login} is that of the gateway of ${site.name}`,
        ),
      ),
    ];
  },
});

function sharedWith(
  everybody: readonly Admin[],
  admin: Admin,
  kind: string,
  keyOf: (admin: Admin) => string,
) {
  const key = keyOf(admin);
  const logins = everybody.filter((other) => keyOf(other) === key).map(({ login }) => login);
  return [...new Set(logins)]
    .filter((login) => login !== admin.login)
    .map((login) => `the ${kind} of ${admin.login} is also that of ${login}`);
}
