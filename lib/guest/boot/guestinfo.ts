import { gzipSync } from "fflate";
import { InvalidError } from "../../model/mistake";

/** Largest value VMware hands to a guest under one `guestinfo` key, in bytes after encoding. */
export const GUESTINFO_MAX = 64 * 1024;

/**
 * Encodes a document for `guestinfo` as gzip in base64, the same bytes for the same text on every machine: the
 * compressor is the library's own JavaScript (zlib differs between processors and Node versions) and the gzip
 * header carries no time.
 *
 * @throws InvalidError when the encoded document is larger than a guest can read, saying by how much
 */
export function encodeGuestinfo(name: string, text: string): string {
  const zipped = gzipSync(new TextEncoder().encode(text), { level: 9, mtime: 0 });
  const encoded = Buffer.from(zipped).toString("base64");
  if (encoded.length <= GUESTINFO_MAX) return encoded;
  throw new InvalidError({
    property: name,
    value: `${encoded.length} bytes`,
    problem: `is ${encoded.length - GUESTINFO_MAX} bytes over what guestinfo can carry (${GUESTINFO_MAX})`,
    remedy: "shorten what it is made from, or split it over two documents",
  });
}
