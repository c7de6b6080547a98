import { clip, oneLine } from "./text";

/** Longest text of one cell, in characters: one finding does not take the place of all others. */
const LONGEST = 600;

/** What Markdown or HTML would read as more than a letter, and the two signs that GitHub makes links of. */
const SIGNS = /[&<>|\\`*_~[\]!$:@#]/g;
/** Before a name it is an address to GitHub, in code as well. */
const ADDRESS = /\b(www)\./gi;
/** Before a number it is an issue. */
const ISSUE = /\bGH(?=-\d)/gi;

/**
 * A text as it is, whatever it holds: nothing in it is formatting, ends a table's cell, is HTML, is a link, or calls somebody by
 * `@name` or an issue by `#1`.
 */
export function cell(text: string): string {
  return escaped(text, (sign) => ("@#".includes(sign) ? `${sign}&#8203;` : entity(sign))).replace(
    ISSUE,
    (word) => `${word}&#8203;`,
  );
}

/** A name, in the letters of code; in there GitHub links nothing. */
export function code(text: string): string {
  return `<code>${escaped(text, entity)}</code>`;
}

/** A row of a table. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

function escaped(text: string, how: (sign: string) => string): string {
  return clip(oneLine(text), LONGEST).replace(SIGNS, how).replace(ADDRESS, "$1&#46;");
}

function entity(sign: string): string {
  return `&#${sign.codePointAt(0)};`;
}
