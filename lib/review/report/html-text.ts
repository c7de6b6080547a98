import { oneLine } from "../../controls/report/text";

/** A text as it is, whatever it holds: nothing in it is a tag, an entity or the end of an attribute. */
export function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"'`]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

/** A word in a frame of its own; its colour says nothing that the word does not. */
export function pill(text: string, tone: Tone): string {
  return `<span class="pill ${tone}">${escaped(text)}</span>`;
}

export type Tone = "bad" | "some" | "good" | "plain";

/** A text that is a mistake to break: with the spaces in it, one line of the text on each line. */
export function diffLines(lines: readonly string[]): string {
  return `<pre class="diff">${lines.map(diffLine).join("\n")}</pre>`;
}

function diffLine(line: string): string {
  const text = escaped(line) || " ";
  if (line.startsWith("+")) return `<ins>${text}</ins>`;
  return line.startsWith("-") ? `<del>${text}</del>` : `<span>${text}</span>`;
}

/** A table that moves inside its own box where it is too wide; the keyboard reaches it. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heads = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
  const lines = rows.map(([first = "", ...rest]) => {
    return `<tr><th scope="row">${first}</th>${rest.map((one) => `<td>${one}</td>`).join("")}</tr>`;
  });
  return `<div class="wide" role="region" aria-label="${escaped(caption)}" tabindex="0">
<table>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table>
</div>`;
}
