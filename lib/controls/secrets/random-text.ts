import { recent } from "../guest/recent";
import { characters, runsIn } from "./runs";

/** Fewest characters of what is looked at: shorter texts are names. */
const TOKEN_MIN = 24;
/** And of a text without capitals or without digits, as names have it too. */
const PLAIN_MIN = 32;

/** Of what texts without a space are; with hyphens, slashes and such, because keys are written with them. */
const TOKEN = characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-");

/** Share of characters that are of another kind than the one before: 62 % in a random text, up to 40 % in a name. */
const CHANGES = 0.4;
/** Enough of them where capitals or digits stand as they do in no name. */
const CHANGES_ODD = 0.28;
/** And in a long text without capitals or without digits. */
const CHANGES_PLAIN = 0.2;
/** Share of capitals: 42 % in a random text, up to 22 % in a name that is written with them. */
const CAPITALS = 0.25;
/** Places with digits: a name has three at most. */
const DIGITS = 4;
/** Of the bits that a text of this length could tell. */
const ENTROPY_SHARE = 0.72;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEXADECIMAL = new RegExp(`^[0-9a-f]{${PLAIN_MIN},}$|^[0-9A-F]{${PLAIN_MIN},}$`);
/** 32 bytes in base64, as most keys are. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
/** What CDKTF puts behind a name that it shortened. */
const DIGEST_OF_NAME = /_[0-9A-F]{8}$/;

/** Texts that look like drawn by lot: keys and tokens that have no shape of their own. */
export function randomTextsIn(text: string): readonly string[] {
  return runsIn(text, TOKEN, TOKEN_MIN).filter(isRandom);
}

/** Whether a text without a space has what words, names, paths and numbers do not have. */
export const isRandom: (text: string) => boolean = recent(4096, (text) => {
  const token = text.replace(/=+$/, "").replace(DIGEST_OF_NAME, "");
  if (token.length < TOKEN_MIN || UUID.test(token) || entropyShare(token) < ENTROPY_SHARE) return false;
  return KEY.test(text) || HEXADECIMAL.test(token) || isMixed(token);
});

function isMixed(token: string): boolean {
  const count = (kind: RegExp) => (token.match(kind) ?? []).length;
  const [small, capitals, digits] = [count(/[a-z]/g), count(/[A-Z]/g), count(/\d+/g)];
  if ([small, capitals, digits].filter((some) => some > 0).length < 2) return false;
  const isOdd = digits >= DIGITS || (small > 0 && capitals / token.length >= CAPITALS);
  const isPlain = small === 0 || capitals === 0 || digits === 0;
  if (!isPlain) return changes(token) >= (isOdd ? CHANGES_ODD : CHANGES);
  return (
    token.length >= PLAIN_MIN && isOdd && /^[A-Za-z0-9+/]+$/.test(token) && changes(token) >= CHANGES_PLAIN
  );
}

/** Share of neighbours that are of different kinds: small letter, capital, digit, sign. */
function changes(token: string): number {
  let count = 0;
  for (let index = 1; index < token.length; index++) {
    if (kindOf(token.charCodeAt(index)) !== kindOf(token.charCodeAt(index - 1))) count++;
  }
  return count / (token.length - 1);
}

function kindOf(code: number): number {
  if (code >= 97 && code <= 122) return 1;
  if (code >= 65 && code <= 90) return 2;
  return code >= 48 && code <= 57 ? 3 : 4;
}

/** Shannon's entropy of the characters, as a share of the most a text of this length could have, up to that of hexadecimals. */
function entropyShare(token: string): number {
  const counts = new Map<string, number>();
  for (const character of token) counts.set(character, (counts.get(character) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / token.length);
  const entropy = -shares.reduce((sum, share) => sum + share * Math.log2(share), 0);
  return entropy / Math.min(Math.log2(token.length), 4);
}
