import { SSHD_CONFIG } from "../../guest/sshd-config";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { forFiles } from "../../subjects/served-files";
import { membersOf } from "../../subjects/settings";
import { sshdSettings } from "../../subjects/ssh-config";

const KEYS = [
  "sk-ssh-ed25519@openssh.com",
  "ssh-ed25519",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
];
const CERTIFICATES = [...KEYS, "rsa-sha2-256"].map(
  (name) => `${name.replace(/@openssh\.com$/, "")}-cert-v01@openssh.com`,
);

/** What may be offered (NCSC-NL, CIS 5.1.6, 5.1.12, 5.1.15): no CBC, no SHA-1, no DSA, no sum beside its cipher. */
const STRONG: Readonly<Record<string, readonly string[]>> = {
  Ciphers: ["chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"],
  MACs: ["hmac-sha2-512-etm@openssh.com", "hmac-sha2-256-etm@openssh.com"],
  HostKeyAlgorithms: ["ssh-ed25519", "rsa-sha2-512"],
  PubkeyAcceptedAlgorithms: [...KEYS, "rsa-sha2-256", ...CERTIFICATES],
  CASignatureAlgorithms: KEYS,
};

const KEX = "KexAlgorithms";
const STRONG_KEX = [
  "mlkem768x25519-sha256",
  "sntrup761x25519-sha512",
  "sntrup761x25519-sha512@openssh.com",
  "curve25519-sha256",
  "curve25519-sha256@libssh.org",
];
/** What has to go where the defaults of a version are taken, less some. */
const WEAK_KEX = ["diffie-hellman-*", "ecdh-*"];

/** V-08, V-10: what passes between an administrator and a server stays between them. */
export const sshAlgorithmsAreStrong = stackRule({
  id: "ssh-algorithms-are-strong",
  info: "sshd speaks with strong ciphers, sums, keys and key exchanges only",
  explanation:
    "Both sides agree on the best they share, and somebody between them can make that the worst. What is not offered cannot be chosen.",
  remedy: "leave the lists of sshd_config to the library",
  promises: ["V-08", "V-10", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => {
    const found = sshdSettings(files);
    const weak = Object.entries(STRONG).flatMap(([name, strong]) => {
      const [value, ...more] = found.get(name.toLowerCase()) ?? [];
      if (value === undefined || more.length > 0) return [`${SSHD_CONFIG} does not say ${name} once`];
      const members = membersOf(value).filter((member) => !strong.includes(member));
      return members.map((member) => `${SSHD_CONFIG} takes ${member} among its ${name}`);
    });
    return [...weak, ...wrongExchanges(found.get(KEX.toLowerCase()) ?? [])];
  }),
});

function wrongExchanges([value, ...more]: readonly string[]): readonly string[] {
  if (value === undefined || more.length > 0) return [`${SSHD_CONFIG} does not say ${KEX} once`];
  if (value.startsWith("-")) {
    const gone = membersOf(value.slice(1));
    const left = WEAK_KEX.filter((name) => !gone.includes(name));
    return left.map((name) => `${SSHD_CONFIG} leaves ${name} among its ${KEX}`);
  }
  const weak = membersOf(value).filter((member) => !STRONG_KEX.includes(member));
  return weak.map((member) => `${SSHD_CONFIG} takes ${member} among its ${KEX}`);
}
