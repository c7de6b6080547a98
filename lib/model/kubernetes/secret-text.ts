import { assignmentsIn, isSecret } from "../secrets/assignments";
import { withoutPublic } from "../secrets/public-text";
import { shapesIn } from "../secrets/shapes";
import { shownValue } from "../text";

/** Words by which people and programs call a secret. */
const CALLED =
  /pass(?:word|wd|wort|phrase|code)|wachtwoord|secret|token|credential|api[_-]?key|(?:access|private|encryption|signing|session|master)[_-]?key|(?:^|_)(?:psk|pwd|key|salt|pepper|creds)(?:_|$)|(?:^|_)pass$/i;

/** Such a name with nothing behind it: its value is the secret itself, also where it is a number. */
const CALLED_ITSELF = /(?:pass(?:word|wd|wort|phrase|code)|wachtwoord|(?:^|_)(?:pwd|pass))$/i;

/** What such a name ends in when it is about a secret, and its value is none: where it lies, how long it lasts. */
const ABOUT =
  /(?:_|(?<=[a-z]))(?:file|path|dir|directory|url|uri|endpoint|issuer|audience|header|prefix|name|ids?|alg|algorithm|type|method|policy|ttl|timeout|expiry|expires|days|hours|minutes|seconds|length|min|max|size|count|tries|retries|enabled|required)$/i;

/** Values that hold no secret whatever they are called: a switch, a path. */
const HARMLESS = /^(?:|true|false|yes|no|on|off|none|\/[\w./-]*)$/i;
/** And a small number, but for what is called a password. */
const SMALL_NUMBER = /^\d{1,5}$/;

/**
 * What a secret looks like in a setting, beside what it looks like anywhere: here it may be shorter, or written in more ways, for there
 * is little else that is written so.
 */
const LOOKS: readonly (readonly [string, RegExp])[] = [
  ["an address with a password in it", /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]*:[^\s/@]+@/i],
  [
    "a connection string with a password in it",
    /(?:^|[;,\s?&])(?:password|passwd|pwd|secret|accountkey|sharedaccesskey)\s*=\s*[^\s;,&]+/i,
  ],
  ["credentials for HTTP", /\b(?:Bearer|Basic)\s+[A-Za-z0-9+/._~-]{16,}/i],
  ["the hash of a password", /\$(?:[156]|2[abxy]|y|argon2i?d?)\$[./\w=,$+-]{20,}/],
];

const ENCODED = /[A-Za-z0-9+/]{16,}/g;
const READABLE = /^[\t\n\r -~]{8,}$/;

/** Fewest characters of a text without a space that is drawn by lot, as keys are. */
const RANDOM_MIN = 24;
/** Bits a character of such a text tells, at the least; words and names tell less. */
const RANDOM_BITS = 3.6;

/**
 * What of a plain setting is a secret, for people; undefined where nothing is. What is found is never repeated. All that the rule
 * `no-secret-anywhere` would find in the finished stack is found here, where its author can be told at which property.
 *
 * @param name of the setting, such as `DATABASE_PASSWORD`; empty where it has none
 */
export function secretIn(name: string, value: string): string | undefined {
  if (isCalledSecret(name, value) || isSecret(name, value)) return "is a secret, by its name";
  const own = LOOKS.filter(([, form]) => form.test(value)).map(([look]) => look);
  const [look] = [...own, ...shapesIn(value)];
  if (look !== undefined) return `looks like ${look}`;
  if (assignmentsIn(value).length > 0 || isNamedInJson(value)) return "holds a secret, by a name in it";
  if (isHidden(value)) return "holds a secret in base64";
  const words = withoutPublic(value).split(/[^A-Za-z0-9+=_-]+/);
  return words.some(isRandom) ? "looks like a key, for it is drawn by lot" : undefined;
}

/**
 * A value as a message shows it, or that it is not shown: where it is a secret, and where nobody can tell.
 *
 * @param name under which it stands
 */
export function shownUnlessSecret(value: unknown, name = ""): string {
  if (Array.isArray(value))
    return value.every((item) => isOpen(item, name)) ? shownValue(value) : "(not shown)";
  return isOpen(value, name) ? shownValue(value) : "(not shown)";
}

function isOpen(value: unknown, name: string): boolean {
  if (value === undefined || value === null) return true;
  return (
    ["string", "number", "boolean"].includes(typeof value) && secretIn(name, String(value)) === undefined
  );
}

function isCalledSecret(name: string, value: string): boolean {
  // Words of `dbPass` are told apart as those of `DB_PASS` are.
  const called = name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_");
  if (!CALLED.test(called) || ABOUT.test(called) || HARMLESS.test(value)) return false;
  return CALLED_ITSELF.test(called) || !SMALL_NUMBER.test(value);
}

/** Whether a text is JSON, and a text in it stands under the name of a secret. */
function isNamedInJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  let found = false;
  try {
    JSON.parse(text, (name, value: unknown) => {
      found ||= typeof value === "string" && secretIn(name, value) !== undefined;
      return value;
    });
  } catch {
    return false;
  }
  return found;
}

/** Whether a word is a readable text in base64, and a secret stands in that. */
function isHidden(text: string): boolean {
  return (text.match(ENCODED) ?? []).some((word) => {
    const inner = Buffer.from(word, "base64").toString("latin1");
    return READABLE.test(inner) && (shapesIn(inner).length > 0 || assignmentsIn(inner).length > 0);
  });
}

/** Letters of both cases and digits, all mixed; or a long hexadecimal text. */
function isRandom(word: string): boolean {
  if (/^(?:[0-9a-f]{32,}|[0-9A-F]{32,})$/.test(word)) return true;
  if (word.length < RANDOM_MIN || !/[a-z]/.test(word) || !/[A-Z]/.test(word)) return false;
  return (word.match(/\d+/g) ?? []).length >= 3 && bitsPerCharacter(word) >= RANDOM_BITS;
}

function bitsPerCharacter(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce(
    (bits, count) => bits - (count / word.length) * Math.log2(count / word.length),
    0,
  );
}
