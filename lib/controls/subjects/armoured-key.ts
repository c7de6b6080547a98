import { recent } from "../guest/recent";

const HEAD = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const TAIL = "-----END PGP PUBLIC KEY BLOCK-----";
const CRC_START = 0xb704ce;
const CRC_POLYNOMIAL = 0x1864cfb;

/**
 * What is wrong with a public key in the armour of OpenPGP (RFC 4880, 6): undefined for one that is whole. A key with a
 * line too few is refused by apt, and nothing comes from its source any more.
 *
 * @param text may have white space before its lines, and a `.` for an empty one, as lists of sources have
 */
export const wrongArmour: (text: string) => string | undefined = recent(16, (text) => {
  const lines = text.split("\n").map((line) => line.trim());
  const [start, end] = [lines.indexOf(HEAD), lines.indexOf(TAIL)];
  if (start < 0 || end < start) return "has no beginning or no end";
  const inside = lines.slice(start + 1, end).map((line) => (line === "." ? "" : line));
  const blank = inside.indexOf("");
  if (blank < 0) return "has no empty line before what it says";
  const body = inside.slice(blank + 1);
  const [, told] = /^=([A-Za-z0-9+/]{4})$/.exec(body.at(-1) ?? "") ?? [];
  if (told === undefined) return "does not end with its checksum";
  const encoded = body.slice(0, -1).join("");
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return "is not base64";
  const right = Buffer.from(told, "base64").readUIntBE(0, 3);
  return crc24(Buffer.from(encoded, "base64")) === right ? undefined : "is not what its checksum was made of";
});

function crc24(bytes: Uint8Array): number {
  let crc = CRC_START;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if (crc & 0x1000000) crc ^= CRC_POLYNOMIAL;
    }
  }
  return crc & 0xffffff;
}
