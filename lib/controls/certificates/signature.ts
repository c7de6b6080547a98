import type { X509Certificate } from "node:crypto";
import { Unreadable } from "../unreadable";

/** Ways to sign that are strong enough, by their object identifier in hexadecimal (RFC 5758, 8410, 4055). */
const STRONG: Readonly<Record<string, string>> = {
  "2a8648ce3d040302": "ECDSA with SHA-256",
  "2a8648ce3d040303": "ECDSA with SHA-384",
  "2a8648ce3d040304": "ECDSA with SHA-512",
  "2a864886f70d01010b": "RSA with SHA-256",
  "2a864886f70d01010c": "RSA with SHA-384",
  "2a864886f70d01010d": "RSA with SHA-512",
  "2a864886f70d01010a": "RSA-PSS",
  "2b6570": "Ed25519",
};

/** Others that a certificate may have, to tell which. */
const WEAK: Readonly<Record<string, string>> = {
  "2a864886f70d010105": "RSA with SHA-1",
  "2a864886f70d010104": "RSA with MD5",
  "2a8648ce3d0401": "ECDSA with SHA-1",
};

/** What a certificate is weakly signed with; undefined when it is strong. @throws Unreadable for what is no certificate */
export function weakSignature({ raw }: X509Certificate): string | undefined {
  const whole = contentOf(raw, 0x30);
  const signed = lengthOf(whole);
  const algorithm = contentOf(whole.subarray(signed), 0x30);
  const identifier = contentOf(algorithm, 0x06).toString("hex");
  if (Object.hasOwn(STRONG, identifier)) return undefined;
  return WEAK[identifier] ?? `a way that is not known (${identifier})`;
}

/** What is in the first element of a text in DER. */
function contentOf(bytes: Buffer, tag: number): Buffer {
  if (bytes[0] !== tag) throw new Unreadable("a certificate has another form than X.509");
  const { start, length } = headOf(bytes);
  return bytes.subarray(start, start + length);
}

function lengthOf(bytes: Buffer): number {
  const { start, length } = headOf(bytes);
  return start + length;
}

function headOf(bytes: Buffer): { readonly start: number; readonly length: number } {
  const first = bytes[1] ?? 0;
  if (first < 0x80) return { start: 2, length: first };
  const size = first & 0x7f;
  if (size < 1 || size > 4 || bytes.length < 2 + size) throw new Unreadable("a certificate breaks off");
  return { start: 2 + size, length: bytes.readUIntBE(2, size) };
}
