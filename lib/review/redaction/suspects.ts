import { recent } from "../../controls/guest/recent";
import { scan } from "../../controls/secrets/scan";
import { isSecret } from "../../model/secrets/assignments";
import type { Stretch } from "./needles";

const PRIVATE_KEY =
  /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|[\s\S]*)/g;

/**
 * Short names, and ids: nothing that `scan` knows looks so. There are hundreds of thousands of them in a large plan, and to look at each
 * by all forms takes longer than to read it.
 */
const HARMLESS =
  /^(?!.*(?:--|xox))[a-z0-9 ._/-]{0,23}$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a name is one of a secret, whatever it is. The same names come with every resource. */
const isSecretName = recent(1024, (name) => isSecret(name, "any value"));

/** Texts that are random and yet public: the keys of WireGuard that a model file names. */
export type Open = ReadonlySet<string>;

/**
 * Where a text looks like a secret though nobody marked it: the token itself where it is known, otherwise its line, otherwise all
 * of it.
 *
 * @param name of the attribute it stands under
 */
export function suspectsIn(text: string, name: string, open: Open): readonly Stretch[] {
  if (isSecretName(name) && isSecret(name, text)) return [wholeOf(text)];
  if (HARMLESS.test(text)) return NONE;
  const suspicions = scan(text);
  if (suspicions.length === 0) return NONE;
  const keys = [...text.matchAll(PRIVATE_KEY)].map(stretchOf);
  const isNamed = suspicions.some(({ token }) => token === undefined);
  const byLine = text.includes("\n") ? linesOf(text).flatMap((line) => suspectsOfLine(line, open)) : NONE;
  const found = [...keys, ...byLine, ...tokensIn(text, suspicions, open)];
  // Something is there, and no line of it is to blame.
  return isNamed && keys.length + byLine.length === 0 ? [wholeOf(text)] : found;
}

const NONE: readonly Stretch[] = [];

interface Line {
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const own = { text: line, start };
    start += line.length + 1;
    return own;
  });
}

function suspectsOfLine({ text, start }: Line, open: Open): readonly Stretch[] {
  const suspicions = scan(text);
  const isNamed = suspicions.some(({ token }) => token === undefined);
  const found = isNamed ? [wholeOf(text)] : tokensIn(text, suspicions, open);
  return found.map((one) => ({ start: start + one.start, end: start + one.end }));
}

function tokensIn(text: string, suspicions: ReturnType<typeof scan>, open: Open): readonly Stretch[] {
  const tokens = suspicions.flatMap(({ token }) => (token === undefined || open.has(token) ? [] : [token]));
  return tokens.flatMap((token) => placesOf(token, text));
}

function placesOf(token: string, text: string): readonly Stretch[] {
  const places: Stretch[] = [];
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + token.length)) {
    places.push({ start: at, end: at + token.length });
  }
  return places;
}

function stretchOf(match: RegExpMatchArray): Stretch {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

function wholeOf(text: string): Stretch {
  return { start: 0, end: text.length };
}
