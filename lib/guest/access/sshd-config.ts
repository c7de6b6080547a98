import type { Cidr } from "../../model/cidr";
import { InvalidError, Mistakes } from "../../model/mistake";
import { FIGURES } from "../../model/promises/figures";
import { SECRETS } from "../guest-part";
import { ADMIN_GROUP } from "./admin-accounts";

/** Where the live document puts who may log in: root's, and never in a home, so that nobody adds a key of their own. */
export const SSH_ACCESS = "/etc/ssh/straat";

/** Made on the server, so that servers from one template do not share it. */
export const HOST_KEY = `${SECRETS}/ssh_host_ed25519_key`;

/** Shown before anybody logs in; it names no system and no version. */
export const BANNER = "/etc/issue.net";

const KEY_TYPES = [
  "sk-ssh-ed25519",
  "ssh-ed25519",
  "sk-ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
] as const;

/** As sshd names what signs with a key: those in a FIDO2 token carry the name of OpenSSH. */
const KEYS = KEY_TYPES.map((type) => (type.startsWith("sk-") ? `${type}@openssh.com` : type));
const CERTIFICATES = KEY_TYPES.map((type) => `${type}-cert-v01@openssh.com`);

/**
 * All of sshd's configuration (V-08, V-09, H-17): keys only, named administrators only, from the VPN's pools only.
 * It includes no other file and has no `Match`, so what `sshd -T` says holds for everybody, from everywhere.
 *
 * @throws InvalidError for no pool, or one that is everybody's
 */
export function sshdConfig(pools: readonly Cidr[]): string {
  const patterns = checkPools(pools).map((pool) => `*@${pool}`);
  const settings: readonly (readonly [string, string])[] = [
    // Who: both have to hold, and each closes when its list is empty.
    ["AllowGroups", ADMIN_GROUP],
    ["AllowUsers", patterns.join(" ")],
    ["PermitRootLogin", "no"],

    // How: with a key, and nothing else. Accounts have no password, and PAM asks for none.
    ["AuthenticationMethods", "publickey"],
    ["PubkeyAuthentication", "yes"],
    ["PasswordAuthentication", "no"],
    ["KbdInteractiveAuthentication", "no"],
    ["PermitEmptyPasswords", "no"],
    ["HostbasedAuthentication", "no"],
    ["IgnoreRhosts", "yes"],
    ["GSSAPIAuthentication", "no"],
    ["KerberosAuthentication", "no"],
    ["AuthorizedKeysFile", `${SSH_ACCESS}/keys/%u`],
    ["AuthorizedKeysCommand", "none"],
    ["TrustedUserCAKeys", `${SSH_ACCESS}/authorities`],
    ["AuthorizedPrincipalsFile", `${SSH_ACCESS}/principals/%u`],
    ["AuthorizedPrincipalsCommand", "none"],
    // A key in a FIDO2 token signs after a touch and its PIN: two factors. Other keys are not concerned.
    ["PubkeyAuthOptions", "touch-required verify-required"],
    ["RequiredRSASize", String(FIGURES.sshRsaBits)],
    ["StrictModes", "yes"],
    ["UsePAM", "yes"],

    // With which algorithms. What is left of the defaults for key exchange is the best each version has: hybrid
    // post-quantum first (sntrup761 in OpenSSH 9.2, mlkem768 in 10), then Curve25519.
    ["KexAlgorithms", "-diffie-hellman-*,ecdh-*"],
    ["Ciphers", "aes256-gcm@openssh.com,aes128-gcm@openssh.com"],
    ["MACs", "hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com"],
    ["HostKey", HOST_KEY],
    ["HostKeyAlgorithms", "ssh-ed25519"],
    ["PubkeyAcceptedAlgorithms", [...KEYS, ...CERTIFICATES].join(",")],
    ["CASignatureAlgorithms", KEYS.filter((name) => name !== "rsa-sha2-256").join(",")],

    // What for: a shell and files. No way through to another place, and nothing of the user's own before the shell.
    ["DisableForwarding", "yes"],
    ["AllowAgentForwarding", "no"],
    ["AllowStreamLocalForwarding", "no"],
    ["AllowTcpForwarding", "no"],
    ["GatewayPorts", "no"],
    ["PermitTunnel", "no"],
    ["X11Forwarding", "no"],
    ["PermitUserEnvironment", "no"],
    ["PermitUserRC", "no"],
    ["AcceptEnv", "LANG LC_*"],
    ["Subsystem", "sftp internal-sftp -f AUTH -l INFO"],

    // What is told: to the log, which key opened each session; to a stranger, no version.
    ["LogLevel", "VERBOSE"],
    ["Banner", BANNER],
    ["DebianBanner", "no"],
    ["VersionAddendum", "none"],
    ["PrintMotd", "no"],
    ["UseDNS", "no"],

    // How long and how often somebody may try, and when a silent connection is dead: after three minutes.
    ["LoginGraceTime", "30"],
    ["MaxAuthTries", "4"],
    ["MaxStartups", "10:30:60"],
    ["PerSourceMaxStartups", "5"],
    ["MaxSessions", "10"],
    ["ClientAliveInterval", "60"],
    ["ClientAliveCountMax", "3"],
    ["TCPKeepAlive", "no"],
    ["Compression", "no"],
  ];
  const lines = settings.map(([name, value]) => `${name} ${value}`);
  return `# Rendered, and all of it: files in sshd_config.d are not read. A change made here is undone.\n${lines.join("\n")}\n`;
}

function checkPools(pools: readonly Cidr[]): readonly Cidr[] {
  const check = new Mistakes();
  if (pools.length === 0) {
    check.add({
      property: "pools",
      value: "(none)",
      problem: "there is no network from which administrators come, so nobody could ever log in (V-07)",
      remedy: "give the pools of the sites' VPN gateways",
    });
  }
  for (const [index, pool] of pools.entries()) check.attempt(`pools[${index}]`, () => checkPool(pool));
  check.throwIfAny();
  return pools;
}

function checkPool(pool: Cidr): void {
  if (pool.prefix > 0) return;
  throw new InvalidError({
    value: `${pool}`,
    problem: "is everybody; servers are reached from the VPN only (V-07, V-09, H-15)",
    remedy: "write the pool of a VPN gateway, for example 10.99.1.0/24",
  });
}
