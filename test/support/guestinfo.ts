import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** What a value of `guestinfo` says, unpacked. */
export function unpacked(encoded: string): string {
  return gunzipSync(Buffer.from(encoded, "base64")).toString("utf8");
}

/** What a live document says, without the line that names it. */
export function payloadOf(encoded: string): string {
  const text = unpacked(encoded);
  const end = text.indexOf("\n");
  if (!text.startsWith("straat-document ")) throw new Error(`not a live document: ${text.slice(0, 80)}`);
  return text.slice(end + 1);
}

/** A short name for a text that is the same on many servers. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
