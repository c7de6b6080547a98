import { ACCEPTED } from "./accepted";
import { WANTS } from "./wants";
import { JUDGES } from "./wants/want";
import { WITHOUT_SCHEMA } from "./without-schema";

/** Tables of docs/judges.md, by the name in the comments around each. */
export const TABLES: Readonly<Record<string, () => string>> = {
  wants: () =>
    table(
      ["what", ...JUDGES],
      WANTS.map(({ id, what, asked }) => [
        `**${id}**: ${what}`,
        ...JUDGES.map((judge) => asked[judge] ?? ""),
      ]),
    ),
  accepted: () =>
    table(
      ["what is found", "of what", "why it stays"],
      ACCEPTED.map(({ rules, object, lines = [], reason }) => [
        rules.join(", "),
        [`\`${object}\``, ...lines.map((line) => `at \`${line}\``)].join(", "),
        reason,
      ]),
    ),
  "without schema": () =>
    table(
      ["kind", "why"],
      WITHOUT_SCHEMA.map(({ kind, reason }) => [`\`${kind}\``, reason]),
    ),
};

/** A page with its tables made anew, each between `<!-- NAME -->` and `<!-- end of NAME -->`. */
export function withTables(page: string): string {
  return Object.entries(TABLES).reduce((text, [name, make]) => {
    const between = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
    if (!between.test(text)) throw new Error(`the page has no place for ${name}`);
    return text.replace(between, (_, open: string, close: string) => `${open}\n${make()}\n\n${close}`);
  }, page);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "None.";
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
