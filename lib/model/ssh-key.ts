import { createHash } from "node:crypto";
import { InvalidError } from "./mistake";
import { FIGURES } from "./promises/figures";

const ALLOWED = [
  "ssh-ed25519",
  "sk-ssh-ed25519@openssh.com",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "ssh-rsa",
] as const;

export type SshKeyType = (typeof ALLOWED)[number];

/**
 * An administrator's SSH public key (V-08): ed25519, ECDSA or RSA of at least 3072 bits, also when it lives in a
 * FIDO2 token (`sk-…`). The comment is dropped: it is free text of the machine that made the key.
 */
export class SshKey {
  private constructor(
    readonly type: SshKeyType,
    private readonly base64: string,
  ) {}

  /** @throws InvalidError for another kind of key, a weak one, a private one, or a damaged one. */
  static parse(text: string): SshKey {
    if (/PRIVATE KEY/.test(text)) {
      throw new InvalidError({
        value: "(a private key; not repeated here)",
        problem: "is a private key: it was meant for one person's machine and is now in a repository",
        remedy:
          "treat this key as lost, make a new pair with ssh-keygen -t ed25519, and write the .pub file's line",
      });
    }
    if (/[\r\n]/.test(text.trim())) {
      throw new InvalidError({
        value: abbreviate(text),
        problem: "is more than one line; an administrator has one key",
        remedy: "write the one line of the .pub file of the key that is used",
      });
    }
    const [type = "", base64 = ""] = text.trim().split(/\s+/);
    if (!(ALLOWED as readonly string[]).includes(type)) {
      throw new InvalidError({
        value: abbreviate(text),
        problem: "is not an ed25519, ECDSA or RSA public key of OpenSSH (V-08)",
        remedy:
          "write the one line of a .pub file, made with ssh-keygen -t ed25519 (or ed25519-sk for a FIDO2 token)",
      });
    }
    const fields = readFields(base64);
    if (fields === undefined || fields[0]?.toString("latin1") !== type || !hasRightShape(type, fields)) {
      throw new InvalidError({
        value: abbreviate(text),
        problem: `is damaged: its contents are not those of a ${type} key`,
        remedy: "copy the whole line of the .pub file again",
      });
    }
    const bits = type === "ssh-rsa" ? bitLength(fields[2] as Buffer) : undefined;
    if (bits !== undefined && bits < FIGURES.sshRsaBits) {
      throw new InvalidError({
        value: abbreviate(text),
        problem: `is an RSA key of ${bits} bits; administrators need at least ${FIGURES.sshRsaBits} (V-08)`,
        remedy: "make a new key with ssh-keygen -t ed25519",
      });
    }
    return new SshKey(type as SshKeyType, base64);
  }

  /** As `ssh-keygen -l` prints it. */
  get fingerprint(): string {
    const digest = createHash("sha256").update(Buffer.from(this.base64, "base64")).digest("base64");
    return `SHA256:${digest.replace(/=+$/, "")}`;
  }

  toString(): string {
    return `${this.type} ${this.base64}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** The length-prefixed strings of RFC 4253 section 6.6; undefined when they do not end exactly at the end. */
function readFields(base64: string): Buffer[] | undefined {
  const blob = Buffer.from(base64, "base64");
  if (base64 === "" || blob.toString("base64") !== base64) return undefined;
  const fields: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) return undefined;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** Bytes of an uncompressed point on each curve, its leading 0x04 included (SEC 1, section 2.3.3). */
const POINT_BYTES: Readonly<Record<string, number>> = { nistp256: 65, nistp384: 97, nistp521: 133 };

function hasRightShape(type: string, [, ...fields]: readonly Buffer[]): boolean {
  if (type === "ssh-rsa") return fields.length === 2 && fields.every(isPositive) && isExponent(fields[0]);
  // A key in a FIDO2 token also names the application it is for.
  const applications = type.startsWith("sk-") ? 1 : 0;
  if (type.includes("ed25519")) return fields.length === 1 + applications && fields[0]?.length === 32;
  const [curve, point] = fields;
  const name = type.replace("@openssh.com", "").split("-").at(-1) ?? "";
  const isPoint = point?.length === POINT_BYTES[name] && point?.[0] === 0x04;
  return fields.length === 2 + applications && curve?.toString("latin1") === name && isPoint;
}

/** Integers are written in two's complement (RFC 4251): a leading bit of 1 makes one negative. */
function isPositive(integer: Buffer): boolean {
  return (integer[0] ?? 0x80) < 0x80;
}

/** Odd and at least 3: with an exponent of 1 anybody can sign. */
function isExponent(integer: Buffer | undefined): boolean {
  const value = BigInt(`0x${integer?.toString("hex") || "0"}`);
  return value >= 3n && value % 2n === 1n;
}

function bitLength(integer: Buffer): number {
  const hex = integer.toString("hex").replace(/^0+/, "");
  return hex === "" ? 0 : BigInt(`0x${hex}`).toString(2).length;
}

/** Enough to find the line again. What does not begin like a public key may be a secret and is not repeated. */
function abbreviate(text: string): string {
  const [type = "", rest = ""] = text.trim().split(/\s+/);
  if (![...ALLOWED, "ssh-dss"].includes(type)) return "(not repeated here: it may be a secret)";
  return `${type} ${rest.slice(0, 24)}…`;
}
