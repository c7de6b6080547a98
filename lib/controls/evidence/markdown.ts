import { oneLine } from "../report/text";
import { anchorOf, type Block, type Inline, type Page, type Text, wordsOf } from "./page";

/** A page as Markdown, to be read as it is as well: in an emergency there may be nothing that shows it. */
export function markdown({ title, subtitle, sections }: Page): string {
  const contents = sections.map((section) => `- [${plain(section.title)}](#${anchorOf(section.title)})`);
  const parts = [
    `# ${plain(title)}`,
    startOf(plain(subtitle)),
    contents.join("\n"),
    ...sections.flatMap((section) => [
      `${anchor(section.title)}\n## ${plain(section.title)}`,
      ...section.blocks.map(block),
    ]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function block(one: Block): string {
  switch (one.kind) {
    case "paragraph":
      return paragraph(one.text);
    case "quote":
      return `> ${startOf(plain(one.text))}`;
    case "heading":
      return `${anchor(wordsOf(one.text))}\n${"#".repeat(one.level)} ${inlines(one.text)}`;
    case "list":
      return one.items
        .map((item, index) => `${one.ordered ? `${index + 1}.` : "-"} ${startOf(inlines(item))}`)
        .join("\n");
    case "facts":
      return one.facts.map(([name, value]) => `- **${plain(name)}:** ${inlines(value)}`).join("\n");
    case "table":
      return [
        row(one.head.map(plain)),
        row(one.head.map(() => "---")),
        ...one.rows.map((cells) => row(cells.map(inlines))),
      ].join("\n");
    case "commands":
      return ["```sh", ...one.lines.map(commandLine), "```"].join("\n");
    case "folded":
      // The empty lines make what is inside Markdown again.
      return [`<details><summary>${html(one.title)}</summary>`, ...one.blocks.map(block), "</details>"].join(
        "\n\n",
      );
  }
}

/** GitHub's own anchors keep more than ours do, and other readers make none. */
function anchor(text: string): string {
  return `<a id="${anchorOf(oneLine(text))}"></a>\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function paragraph(text: Text): string {
  return startOf(inlines(text));
}

function inlines(text: Text): string {
  return typeof text === "string" ? plain(text) : text.map(inline).join("");
}

function inline(one: Inline): string {
  if (typeof one === "string") return plain(one);
  if ("code" in one) return code(one.code);
  if ("status" in one) return `**${one.status}**`;
  return `[${plain(one.text)}](#${anchorOf(oneLine(one.to))})`;
}

/** Letters of code. Where backticks or a cell's end are in it, it is told in HTML, in which neither means anything. */
function code(text: string): string {
  const line = oneLine(text);
  return /[`|]|^$|^ | $/.test(line) ? `<code>${html(line)}</code>` : `\`${line}\``;
}

/** A text on one line in which nothing is formatting, ends a cell, is HTML or becomes a link by itself. */
function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]|~$]/g, (character) => `\\${character}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("://", "\\://")
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`);
}

/** The beginning of a line could make it a heading, a list or a rule. */
function startOf(line: string): string {
  return line.replace(/^(\s*)([#+=-])/, "$1\\$2").replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/** In a block of code only its end could be mistaken. */
function commandLine(line: string): string {
  return oneLine(line).replaceAll("```", "` ` `");
}

function html(text: string): string {
  return oneLine(text).replace(/[&<>"'`|*_[\]\\~$]/g, (character) => `&#${character.codePointAt(0)};`);
}
