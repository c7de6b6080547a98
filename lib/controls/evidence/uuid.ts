import { createHash } from "node:crypto";

/** Ours, made once: what is named in it is of this house, and of no other. */
const NAMESPACE = Buffer.from("7d0f4c2ab1f35e0b9c64c1f0a2d85b17", "hex");

/** A UUID of version 5 (RFC 9562): the same name always has the same. */
export function uuidOf(...name: readonly string[]): string {
  const digest = createHash("sha1").update(NAMESPACE).update(JSON.stringify(name)).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString("hex");
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join("-");
}
