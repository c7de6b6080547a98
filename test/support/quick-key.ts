import { createCipheriv, createHash, scryptSync } from "node:crypto";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the key of a restic repository one that opens at once. restic spends half a second on each opening, so that
 * nobody tries passwords one after the other; a test opens hundreds of times.
 */
export function quickenKey(repository: string, password: string): void {
  const folder = join(repository, "keys");
  const [name = ""] = readdirSync(folder);
  const path = join(folder, name);
  const key = JSON.parse(readFileSync(path, "utf8"));
  const secret = open(derive(password, key), Buffer.from(key.data, "base64"));
  const quick = { ...key, N: 2, r: 1, p: 1 };
  const text = JSON.stringify({ ...quick, data: seal(derive(password, quick), secret).toString("base64") });
  // Written into the same file, which keeps its owner.
  writeFileSync(path, text);
  renameSync(path, join(folder, createHash("sha256").update(text).digest("hex")));
}

interface Key {
  readonly cipher: Buffer;
  readonly mac: Buffer;
  readonly r: Buffer;
}

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
}

function derive(password: string, { N, r, p, salt }: Cost): Key {
  const bytes = scryptSync(password, Buffer.from(salt, "base64"), 64, { N, r, p, maxmem: 2 ** 30 });
  return { cipher: bytes.subarray(0, 32), mac: bytes.subarray(32, 48), r: bytes.subarray(48) };
}

/** AES-256 in counter mode, the same in both directions. */
function crypt(key: Key, iv: Buffer, text: Buffer): Buffer {
  return createCipheriv("aes-256-ctr", key.cipher, iv).update(text);
}

function seal(key: Key, text: Buffer): Buffer {
  const iv = Buffer.alloc(16, 7);
  const sealed = crypt(key, iv, text);
  return Buffer.concat([iv, sealed, authenticate(key, iv, sealed)]);
}

function open(key: Key, data: Buffer): Buffer {
  const [iv, sealed, tag] = [data.subarray(0, 16), data.subarray(16, -16), data.subarray(-16)];
  if (!authenticate(key, iv, sealed).equals(tag)) throw new Error("the password does not open the key");
  return crypt(key, iv, sealed);
}

/** Poly1305-AES. */
function authenticate(key: Key, iv: Buffer, text: Buffer): Buffer {
  const prime = (1n << 130n) - 5n;
  const r = little(key.r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const block = createCipheriv("aes-128-ecb", key.mac, null).setAutoPadding(false).update(iv);
  const parts = Array.from({ length: Math.ceil(text.length / 16) }, (_, at) =>
    little(Buffer.concat([text.subarray(at * 16, at * 16 + 16), Buffer.from([1])])),
  );
  const sum = parts.reduce((total, part) => ((total + part) * r) % prime, 0n) + little(block);
  return Buffer.from((sum % (1n << 128n)).toString(16).padStart(32, "0"), "hex").reverse();
}

function little(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}
