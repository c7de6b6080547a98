import { InvalidError } from "./mistake";
import { shownValue } from "./text";

const ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/**
 * The public key of somebody who can read what is encrypted with age, as `age-keygen` prints it. Its last six
 * characters check the others (bech32), so a key with a typing error is refused: nobody could read what it locks.
 *
 * @throws InvalidError for anything else, and never repeats a secret key
 */
export function checkAgeRecipient(text: unknown): string {
  if (typeof text === "string" && /^AGE-SECRET-KEY/i.test(text)) {
    throw new InvalidError({
      value: "(a secret key, not shown)",
      problem: "is the key that reads backups, and stands in a file now; it is a secret no longer",
      remedy: "make a new pair with age-keygen, and write the line that begins with age1",
    });
  }
  if (typeof text === "string" && /^age1[02-9ac-hj-np-z]{58}$/.test(text) && isWhole(text.slice(4)))
    return text;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is not the public key of an age recipient, or has a typing error",
    remedy: "copy the line that `age-keygen -y` prints; it begins with age1",
  });
}

/** BIP 173: the polynomial over prefix, data and checksum is 1. */
function isWhole(data: string): boolean {
  const prefix = [..."age"].map((letter) => letter.charCodeAt(0));
  const values = [
    ...prefix.map((code) => code >> 5),
    0,
    ...prefix.map((code) => code & 31),
    ...[...data].map((letter) => ALPHABET.indexOf(letter)),
  ];
  const step = (sum: number, value: number) =>
    GENERATOR.reduce(
      (next, term, bit) => ((sum >>> 25) & (1 << bit) ? next ^ term : next),
      ((sum & 0x1ffffff) << 5) ^ value,
    );
  return values.reduce(step, 1) === 1;
}
