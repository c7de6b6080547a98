/**
 * In which lines a secret is looked for: in all, in lines that people or applications write (so not in the records of
 * the audit, which are the kernel's), or in access logs.
 */
export type ScrubbingScope = "all" | "text" | "access";

/** One kind of secret that never leaves a server in a log (BIO2 8.15.02; I-09). */
export interface ScrubbingPattern {
  /** What stands in the place of the secret: `<scrubbed:id>`. */
  readonly id: string;
  /** POSIX extended, without regard to case. What the first group matched stays; all else that matched goes. */
  readonly pattern: string;
  /**
   * A second judgement of what the first group (and then: only that group) matched: of nine digits whether they are a
   * citizen's number; of an e-mail address whether it isn't a unit of systemd or an algorithm of SSH.
   */
  readonly judge?: "eleven-test" | "not-a-unit";
  readonly scope: ScrubbingScope;
  readonly explanation: string;
}

/** What may stand between the name of a setting and its value, also in JSON, and in JSON within JSON. */
const SEPARATOR = `\\\\*["']?[[:space:]]*(=>|[:=])[[:space:]]*`;
/** A value in quotes of either kind, also where its end was cut off; or all up to white space. */
const VALUE = String.raw`(\\*"([^"\\]|\\[^"])*("|\\"|$)|"([^"\\]|\\.)*("|$)|'[^']*('|$)|[^[:space:]"'][^[:space:]]*)`;
/** `passwd` and `pwd` alone are also a module of PAM's and a working directory: they have a pattern of their own. */
const SECRET_WORDS =
  "pass(word|phrase|wort)|[a-z0-9]+[_-](passwd|pwd)|wachtwoord|secret|token|credential|(api|access|private|shared|signing)[-_]?key|session[-_]?id";

/** Every kind of secret, in the order in which a line is searched. */
export const SCRUBBING: readonly ScrubbingPattern[] = [
  {
    id: "private-key",
    pattern: "(-----BEGIN [A-Z0-9 ]*PRIVATE KEY)-----.*",
    scope: "all",
    explanation: "a private key in PEM: all that follows its first line",
  },
  {
    id: "key-material",
    pattern: "^([[:space:]]*)[A-Za-z0-9+/]{60,76}={0,2}[[:space:]]*$",
    scope: "all",
    explanation: "a line of nothing but base64, as the lines of a key are when each is its own message",
  },
  {
    id: "authorization",
    pattern: `((proxy-)?authorization)${SEPARATOR}\\\\*["']?[^"']+`,
    scope: "all",
    explanation: "the header with which a client proves who it is, of any scheme",
  },
  {
    id: "cookie",
    pattern: `((set-)?cookie)${SEPARATOR}\\\\*["']?[^"']+`,
    scope: "all",
    explanation: "cookies hold sessions: who has the line has the session",
  },
  {
    id: "bearer",
    pattern: "(bearer)[[:space:]]+[A-Za-z0-9._~+/-]{8,}=*",
    scope: "all",
    explanation: "a bearer token outside its header",
  },
  {
    id: "password",
    pattern: `((${SECRET_WORDS})[A-Za-z0-9_-]*)${SEPARATOR}${VALUE}`,
    scope: "all",
    explanation: "a setting, field or parameter whose name says that it is secret",
  },
  {
    id: "passwd",
    pattern: `((^|[^(A-Za-z0-9_-])(passwd|pwd))${SEPARATOR}("[^"]*("|$)|'[^']*('|$)|\\\\"[^"]*"|[^[:space:]"'/][^[:space:]]*)`,
    scope: "all",
    explanation: "the short names for a password, where what follows is no folder",
  },
  {
    id: "option",
    pattern: `(--[a-z-]*(${SECRET_WORDS}|passwd|pwd)[a-z-]*)"?[[:space:]]+(a[0-9]+=)?[^[:space:]]+`,
    scope: "all",
    explanation: "an option of a command that is followed by its secret, also as the audit records commands",
  },
  {
    id: "url-password",
    pattern: "([a-z][a-z0-9+.-]*://)[^[:space:]/@]*:[^[:space:]]*@",
    scope: "all",
    explanation: "user and password in an address",
  },
  {
    id: "jwt",
    pattern: "(^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{8,}([.][A-Za-z0-9_-]*)?",
    scope: "all",
    explanation: "a JSON web token",
  },
  {
    id: "provider-token",
    pattern:
      "(^|[^A-Za-z0-9])((gh[pousr]|github_pat|glpat|xox[abprs]|sk_live|sk_test)[-_][A-Za-z0-9_-]{10,}|AKIA[A-Z0-9]{16})",
    scope: "all",
    explanation: "tokens that providers make recognisable, so that they can be found where they leaked",
  },
  {
    id: "query",
    pattern: '(/[^[:space:]?"]*)[?][^[:space:]"]+',
    scope: "access",
    explanation: "the query of a visited address: it holds names, tokens and searches of visitors",
  },
  {
    id: "bsn-named",
    pattern: "(bsn|burgerservicenummer|sofi-?nummer)[^A-Za-z0-9]{0,6}[0-9][0-9. -]{6,10}[0-9]",
    scope: "text",
    explanation: "a citizen's service number that is named as such, however it is grouped",
  },
  {
    id: "bsn",
    pattern: "(^|[^A-Za-z0-9.])([0-9]{9})([^A-Za-z0-9]|$)",
    judge: "eleven-test",
    scope: "text",
    explanation: "nine digits on their own that pass the eleven test (one in eleven other numbers does too)",
  },
  {
    id: "e-mail",
    pattern: "(^|[^A-Za-z0-9._%+-])([A-Za-z0-9._%+-]+@([A-Za-z0-9-]+[.])+[A-Za-z]{2,})",
    judge: "not-a-unit",
    scope: "text",
    explanation: "an e-mail address, which says who",
  },
];

/** A line with more secrets of one kind than this is not sent; that it was there is. */
export const SECRETS_PER_LINE = 16;

/** The list a loop of rsyslog's goes through, which has no other way to count. */
export const TURNS = JSON.stringify({ each: Array.from({ length: SECRETS_PER_LINE }, (_, turn) => turn) });

/** What is sent in place of a line that could not be made clean. */
export const WITHHELD = "<withheld: more secrets than can be scrubbed>";

/** A text as a constant of rsyslog's language. */
export function rainerText(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

/**
 * Rulesets `straat_scrub_all`, `straat_scrub_text` and `straat_scrub_access`, each of which makes the line in `$.t`
 * clean. What can't be made clean within bounds is withheld whole, so no number of secrets gets one through.
 */
export function renderScrubbing(patterns: readonly ScrubbingPattern[] = SCRUBBING): string {
  const scopes: readonly ScrubbingScope[] = ["all", "text", "access"];
  return scopes
    .map((scope, index) => {
      const within = scopes.slice(0, index + 1);
      const steps = patterns.filter((pattern) => within.includes(pattern.scope)).map(renderPattern);
      const turns = `  set $.ok = parse_json(${rainerText(TURNS)}, "\\$.turns");\n`;
      return `ruleset(name="straat_scrub_${scope}") {\n${turns}${steps.join("")}}\n`;
    })
    .join("\n");
}

function renderPattern(pattern: ScrubbingPattern): string {
  return pattern.judge === undefined ? renderPlain(pattern) : renderJudged(pattern, pattern.judge);
}

function renderPlain({ id, pattern }: ScrubbingPattern): string {
  const expression = rainerText(pattern);
  return `  # ${id}
  if re_match_i($.t, ${expression}) then {
    foreach ($.i in $.turns!each) do {
      if re_match_i($.t, ${expression}) then {
        set $.whole = re_extract_i($.t, ${expression}, 0, 0, "");
        set $.kept = re_extract_i($.t, ${expression}, 0, 1, "");
        set $.t = replace($.t, $.whole, $.kept & "<scrubbed:${id}>");
      }
    }
    if re_match_i($.t, ${expression}) then set $.t = ${rainerText(WITHHELD)};
  }
`;
}

/** What is judged harmless stays where it is, so the next candidate is one further; what goes leaves its place. */
function renderJudged({ id, pattern }: ScrubbingPattern, judge: "eleven-test" | "not-a-unit"): string {
  const expression = rainerText(pattern);
  return `  # ${id}
  if re_match_i($.t, ${expression}) then {
    set $.n = 0;
    foreach ($.i in $.turns!each) do {
      set $.whole = re_extract_i($.t, ${expression}, $.n, 2, "");
      if $.whole != "" then {
${JUDGES[judge]}
        if $.secret == 1 then set $.t = replace($.t, $.whole, "<scrubbed:${id}>");
        else set $.n = $.n + 1;
      }
    }
    if re_extract_i($.t, ${expression}, $.n, 2, "") != "" then set $.t = ${rainerText(WITHHELD)};
  }
`;
}

const ELEVEN = [9, 8, 7, 6, 5, 4, 3, 2].map(
  (weight, place) => `${weight} * cnum(substring($.whole, ${place}, 1))`,
);

const JUDGES = {
  "eleven-test": `        set $.secret = 0;
        set $.sum = ${ELEVEN.join(" + ")} - cnum(substring($.whole, 8, 1));
        if $.sum > 0 and $.sum % 11 == 0 then set $.secret = 1;`,
  "not-a-unit": `        set $.secret = 1;
        if re_match_i($.whole, '([.](service|socket|timer|target|mount|automount|slice|scope|path|device|swap)|@(openssh|libssh)[.](com|org))$') then set $.secret = 0;`,
} as const;
