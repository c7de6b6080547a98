import { FIGURES } from "../../model/promises/figures";
import { Unreadable } from "../unreadable";

/** Kinds of key whose strength is that of their curve: 128 bits or more. */
const CURVES = [
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ecdsa-sha2-nistp256@openssh.com",
];

/**
 * What is weak about an SSH public key, as the end of a sentence about it; undefined for one that is strong.
 *
 * @param text the two first words of a `.pub` file's line
 * @throws Unreadable for a key that is not what its first word says
 */
export function weaknessOf(text: string): string | undefined {
  const [kind = "", base64 = ""] = text.split(" ");
  const [inner, , modulus] = partsOf(Buffer.from(base64, "base64"));
  if (inner?.toString("latin1") !== kind) throw new Unreadable(`a key says that it is ${kind}, and is not`);
  if (CURVES.includes(kind)) return undefined;
  if (kind !== "ssh-rsa" || modulus === undefined)
    return `is a key of the kind ${kind}, which is not accepted`;
  const bits = BigInt(`0x${modulus.toString("hex") || "0"}`).toString(2).length;
  return bits >= FIGURES.sshRsaBits
    ? undefined
    : `is RSA of ${bits} bits, and ${FIGURES.sshRsaBits} are the least`;
}

/** The parts of a key, each after its length in four bytes (RFC 4253, section 6.6). */
function partsOf(blob: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const end = at + 4 + blob.readUInt32BE(at);
    parts.push(blob.subarray(at + 4, end));
    at = end;
  }
  if (at !== blob.length) throw new Unreadable("a key is cut off, or longer than it says");
  return parts;
}
