/** Words by which people and programs call a secret. */
const CALLED =
  "password|passwd|passwort|wachtwoord|passphrase|passcode|secret|token|api[_-]?key|apikey|access[_-]?key|secret[_-]?key|private[_-]?key|privatekey|encryption[_-]?key|credential|community|psk";

/** What such a name ends in when it is about a secret, and its value is none. */
const ABOUT =
  /^-*no[_-]|(?:[_.-]|(?<=[a-z]))(?:file|path|dir|directory|command|cmd|encryption|method|type|policy|days|age|min|max|length|len|size|count|tries|retries|name|url|uri|endpoint|issuer|audience|header|prefix|alg|algorithm|hash|authentication|auth|timeout|prompt|store|expiry|expires|ttl|id|ids|ref|refs|required|enabled|initial|hours|minutes|seconds|quality|history)$/i;

/** What a value is that stands for another one, or says that there is none. */
const NO_SECRET =
  /^(?:[$%<*({[|;].*|\\.*|true|false|none|null|undefined|empty|required|optional|disabled|enabled|auto|peer|trust|reject|redacted|scrubbed|[\w.-]*:?\/[\w./%@-]*|\d{1,5}|\.\*.*)$/i;

/** `name = value` anywhere, and `--name value`; `name: value` at the beginning of a line, or it would be a sentence. */
const ASSIGNED = new RegExp(
  `(?:^|[^A-Za-z0-9_.])((?:--)?[A-Za-z0-9_.-]{0,40}(?:${CALLED})[A-Za-z0-9_.-]{0,40})["']?(?:[ \\t]*(?::=|=>|=)[ \\t]*|(?<=--[A-Za-z-]{0,60})[ \\t]+)(["']?)([^\\s"',;]{4,})`,
  "gi",
);
const LISTED = new RegExp(
  `^[ \\t]*(?:[-{][ \\t]*)?["']?([A-Za-z0-9_.-]{0,40}(?:${CALLED})[A-Za-z0-9_.-]{0,40})["']?[ \\t]*:[ \\t]*(["']?)([^\\s"',;]{4,})`,
  "gim",
);
const CALLS = new RegExp(CALLED, "i");

/** Names in a text under which a literal value stands that is to be a secret. */
export function assignmentsIn(text: string): readonly string[] {
  if (!CALLS.test(text)) return [];
  const found = [ASSIGNED, LISTED].flatMap((form) => [...text.matchAll(form)]);
  const names = found.flatMap(([, name = "", , value = ""]) =>
    isSecret(name, value) ? [name.replace(/^-+/, "")] : [],
  );
  return [...new Set(names)];
}

/** Whether a literal value under a name is to be a secret, as of an attribute in Terraform. */
export function isSecret(name: string, value: string): boolean {
  return CALLS.test(name) && !ABOUT.test(name) && value.length >= 4 && !NO_SECRET.test(value);
}
