import type { Admin } from "../../model/admin";
import type { Cidr } from "../../model/cidr";
import { InvalidError, Mistakes } from "../../model/mistake";
import type { SshKey } from "../../model/ssh-key";
import { type GuestPart, SECRETS } from "../guest-part";
import { documentHandler } from "../script";
import { ADMIN_GROUP, adminsByLogin } from "./admin-accounts";
import { BANNER, HOST_KEY, SSH_ACCESS, sshdConfig } from "./sshd-config";

/**
 * SSH for administrators (V-07, V-08, H-17): keys only, no root, from the VPN's pools only. Who they are comes with
 * the live document `ssh`; before there is one nobody gets in.
 *
 * @param pools of all VPN gateways that lead to the server, IPv4 and IPv6
 * @throws InvalidError for no pool, or one that is everybody's (V-09)
 */
export function sshPart(pools: readonly Cidr[]): GuestPart {
  return {
    name: "ssh",
    packages: ["openssh-server"],
    files: [
      { path: "/etc/ssh/sshd_config", content: sshdConfig(pools), mode: "0600" },
      { path: BANNER, content: BANNER_TEXT },
      documentHandler("ssh"),
    ],
    commands: [
      `getent group ${ADMIN_GROUP} >/dev/null || groupadd --system ${ADMIN_GROUP}`,
      `install -d -m 0755 ${SSH_ACCESS} ${SSH_ACCESS}/keys ${SSH_ACCESS}/principals`,
      `[ -e ${SSH_ACCESS}/authorities ] || : >${SSH_ACCESS}/authorities`,
      `install -d -m 0700 ${SECRETS}`,
      `[ -s ${HOST_KEY} ] || ssh-keygen -q -t ed25519 -N '' -C '' -f ${HOST_KEY}`,
      // Those of the template or of the package, which nothing offers any more.
      "rm -f /etc/ssh/ssh_host_*",
      // The package started it with its own configuration.
      "install -d -m 0755 /run/sshd && sshd -t && systemctl reload-or-restart ssh.service",
    ],
    enabled: ["ssh.service"],
    masked: ["ssh.socket"],
  };
}

const BANNER_TEXT = `For named administrators only. What is done here is recorded.
Alleen voor beheerders op naam. Wat hier gebeurt, wordt vastgelegd.
`;

export interface SshDocumentProps {
  /** Everybody who has access or had it; each until the end of their last day, in UTC. */
  readonly admins: readonly Admin[];
  /**
   * Keys of certificate authorities. Who is an administrator may also log in with a certificate one of them signed
   * for the principal that is their login. Empty: no certificate is accepted.
   */
  readonly authorities: readonly SshKey[];
}

/**
 * The payload of the live document `ssh`: a line for each administrator and each authority.
 *
 * @throws InvalidError when two administrators share a login or a key (V-03), there are too many (H-16), or a key is
 *   both a person's and an authority's
 */
export function sshDocument({ admins, authorities }: SshDocumentProps): string {
  const check = new Mistakes();
  const people = check.attempt("", () => adminsByLogin(admins)) ?? [];
  for (const [index, key] of authorities.entries()) {
    check.attempt(`authorities[${index}]`, () => checkAuthority(key, admins));
  }
  check.throwIfAny();
  const trusted = [...new Set(authorities.map(String))].sort();
  const lines = [
    ...people.map(({ login, until, sshKey }) => `admin ${login} ${until} ${sshKey}`),
    ...trusted.map((key) => `authority ${key}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function checkAuthority(key: SshKey, admins: readonly Admin[]): void {
  const owner = admins.find(({ sshKey }) => sshKey.fingerprint === key.fingerprint);
  if (owner === undefined) return;
  throw new InvalidError({
    value: key.fingerprint,
    problem: `is the key of ${owner.login}, who could sign certificates for everybody (V-03)`,
    remedy: "let the authority have a key of its own",
  });
}
