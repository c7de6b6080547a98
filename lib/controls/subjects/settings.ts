import { Unreadable } from "../unreadable";
import { type Files, textIn } from "./frozen";

/** Values by the name of their setting, in the order in which they stand. */
export type Settings = ReadonlyMap<string, readonly string[]>;

/** A value that has to be there: exactly, by its form, or as a number between bounds, both included. */
export type Wanted = string | RegExp | { readonly from: number; readonly to: number };

/** How a file writes its settings. */
export interface Form {
  /** What stands between a name and its value, with the white space around it. */
  readonly between: RegExp;
  /** Beginnings of lines that say nothing. @default `#` */
  readonly comment?: string;
  /** What a line ends with. @default nothing */
  readonly end?: string;
}

/** `name = value` */
export const ASSIGNED: Form = { between: /\s*=\s*/ };
/** `name value` */
export const SPACED: Form = { between: /\s+/ };

/** The settings in one of the files. @throws Unreadable when the file is not there */
export function settingsIn(files: Files, path: string, form: Form): Settings {
  return settingsOf(textIn(files, path), form);
}

/** The settings in a text. A name without a value has an empty one. */
export function settingsOf(text: string, { between, comment = "#", end = "" }: Form): Settings {
  const settings = new Map<string, string[]>();
  for (const line of wordsOf(text, comment)) {
    const said = end !== "" && line.endsWith(end) ? line.slice(0, -end.length).trimEnd() : line;
    const gap = between.exec(said);
    const name = gap === null ? said : said.slice(0, gap.index);
    const value = gap === null ? "" : said.slice(gap.index + gap[0].length);
    settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

/** Lines that say something, without white space around them. */
export function wordsOf(text: string, comment = "#"): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith(comment));
}

/** What of the wanted settings a file does not say, or says twice. */
export function wrongSettings(
  path: string,
  found: Settings,
  wanted: Readonly<Record<string, Wanted>>,
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const [first, ...more] = found.get(name) ?? [];
    if (first === undefined) return [`${path} does not say ${name}`];
    if (more.length > 0) return [`${path} says ${name} ${more.length + 1} times`];
    if (meets(first, value)) return [];
    return [`${path} says ${[name, shown(first)].join(" ").trim()}, not ${wantedText(value)}`];
  });
}

/** Whether a value is as wanted. */
export function meets(value: string, wanted: Wanted): boolean {
  if (typeof wanted === "string") return value === wanted;
  if (wanted instanceof RegExp) return wanted.test(value);
  return /^\d+$/.test(value) && Number(value) >= wanted.from && Number(value) <= wanted.to;
}

/** The lines of a list that a text does not have. */
export function missingLines(path: string, text: string, wanted: readonly string[]): readonly string[] {
  const lines = new Set(wordsOf(text));
  return wanted.filter((line) => !lines.has(line)).map((line) => `${path} has no line ${line}`);
}

/** The members of a list in one value, such as ciphers. @throws Unreadable for an empty member */
export function membersOf(value: string, separator = ","): readonly string[] {
  const members = value.split(separator).map((member) => member.trim());
  if (members.includes("")) throw new Unreadable(`${JSON.stringify(value)} is no list`);
  return members;
}

function wantedText(wanted: Wanted): string {
  if (typeof wanted === "string") return wanted === "" ? "without a value" : wanted;
  if (wanted instanceof RegExp) return `what is wanted (${wanted.source})`;
  return wanted.to === Number.POSITIVE_INFINITY
    ? `a number from ${wanted.from}`
    : `a number from ${wanted.from} to ${wanted.to}`;
}

function shown(value: string): string {
  return value.length > 80 ? `${value.slice(0, 77)}…` : value;
}
