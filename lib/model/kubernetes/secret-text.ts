/** Words by which people and programs call a secret. */
const CALLED =
  /pass(?:word|wd|wort|phrase|code)|wachtwoord|secret|token|credential|api[_-]?key|(?:access|private|encryption|signing|session|master)[_-]?key|(?:^|_)(?:psk|pwd|key|salt|pepper)(?:_|$)/i;

/** What such a name ends in when it is about a secret, and its value is none: where it lies, how long it lasts. */
const ABOUT =
  /(?:_|(?<=[a-z]))(?:file|path|dir|directory|url|uri|endpoint|issuer|audience|header|name|algorithm|type|method|policy|ttl|timeout|expiry|expires|days|hours|minutes|seconds|length|min|max|size|count|tries|retries|enabled|required)$/i;

/** Values that hold no secret whatever they are called: a switch, a small number, a path. */
const HARMLESS = /^(?:|true|false|yes|no|on|off|none|\d{1,5}|\/[\w./-]*)$/i;

/** What a secret looks like, whatever it is called. */
const LOOKS: readonly (readonly [string, RegExp])[] = [
  ["a private key", /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/],
  ["a key that reads backups (age)", /AGE-SECRET-KEY-/i],
  ["an address with a password in it", /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]*:[^\s/@]+@/i],
  [
    "a connection string with a password in it",
    /(?:^|[;,\s?&])(?:password|passwd|pwd|secret|accountkey|sharedaccesskey)\s*=\s*[^\s;,&]+/i,
  ],
  ["credentials for HTTP", /\b(?:Bearer|Basic)\s+[A-Za-z0-9+/._~-]{16,}/i],
  ["a JSON web token", /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/],
  ["a key of a cloud", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}/],
  [
    "a token of a service",
    /\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|npm_|pypi-|dckr_(?:pat|oat)_|hv[bsr]\.|[sr]k_(?:live|test)_|(?:live|test)_[A-Za-z0-9]{30}|sk-|hf_)[\w-]{16,}/,
  ],
  ["the hash of a password", /\$(?:[156]|2[abxy]|y|argon2i?d?)\$[./\w=,$+-]{20,}/],
];

/** Fewest characters of a text without a space that is drawn by lot, as keys are. */
const RANDOM_MIN = 24;
/** Bits a character of such a text tells, at the least; words and names tell less. */
const RANDOM_BITS = 3.6;

/**
 * What of a plain setting is a secret, for people; undefined where nothing is. What is found is never repeated.
 *
 * @param name of the setting, such as `DATABASE_PASSWORD`
 */
export function secretIn(name: string, value: string): string | undefined {
  if (CALLED.test(name) && !ABOUT.test(name) && !HARMLESS.test(value)) return "is a secret, by its name";
  const [look] = LOOKS.find(([, form]) => form.test(value)) ?? [];
  if (look !== undefined) return `looks like ${look}`;
  return value.split(/[^A-Za-z0-9+=_-]+/).some(isRandom)
    ? "looks like a key, for it is drawn by lot"
    : undefined;
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
