import { oneLine } from "../report/text";
import { STYLE } from "./html-style";
import { anchorOf, type Block, type Inline, type Page, type Text, wordsOf } from "./page";

/**
 * A page as one HTML file that needs nothing beside it: no script, no picture, no font. It is well-formed XML too, so
 * that a parser can say whether anything that was declared broke out of its place.
 */
export function html({ title, subtitle, sections }: Page): string {
  const ids = new Ids();
  const made = sections.map((section) => {
    const id = ids.of(section.title);
    return { title: section.title, id, inside: section.blocks.map((one) => block(one, ids)).join("\n") };
  });
  const contents = made.map(({ id, title: name }) => `<li><a href="#${id}">${escaped(name)}</a></li>`);
  const body = made.map(
    ({ id, title: name, inside }) =>
      `<section aria-labelledby="${id}">\n<h2 id="${id}">${escaped(name)}</h2>\n${inside}\n</section>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="robots" content="noindex" />
<title>${escaped(title)}</title>
<style>
${STYLE}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p>${escaped(subtitle)}</p>
</header>
<div class="page">
<nav aria-label="Contents">
<ol>
${contents.join("\n")}
</ol>
</nav>
<main>
${body.join("\n")}
</main>
</div>
</body>
</html>
`;
}

/** Ids of headings, each once: two headings may say the same. */
class Ids {
  private readonly taken = new Set<string>();

  of(text: string): string {
    const wanted = anchorOf(oneLine(text));
    let id = wanted;
    for (let nth = 2; this.taken.has(id); nth += 1) id = `${wanted}-${nth}`;
    this.taken.add(id);
    return id;
  }
}

function block(one: Block, ids: Ids): string {
  switch (one.kind) {
    case "paragraph":
      return `<p>${inlines(one.text)}</p>`;
    case "quote":
      return `<blockquote lang="nl"><p>${escaped(one.text)}</p></blockquote>`;
    case "heading":
      return `<h${one.level} id="${ids.of(wordsOf(one.text))}">${inlines(one.text)}</h${one.level}>`;
    case "list":
      return list(one.items.map(inlines), one.ordered === true ? "ol" : "ul");
    case "facts":
      return `<dl>\n${one.facts.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${inlines(value)}</dd></div>`).join("\n")}\n</dl>`;
    case "table":
      return tableOf(one);
    case "commands":
      return `<pre><code>${one.lines.map(escaped).join("\n")}</code></pre>`;
    case "folded":
      return `<details>\n<summary>${escaped(one.title)}</summary>\n${one.blocks.map((inner) => block(inner, ids)).join("\n")}\n</details>`;
  }
}

function list(items: readonly string[], tag: "ol" | "ul"): string {
  return `<${tag}>\n${items.map((item) => `<li>${item}</li>`).join("\n")}\n</${tag}>`;
}

function tableOf({ caption, head, rows }: Extract<Block, { kind: "table" }>): string {
  const heads = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
  const lines = rows.map(([first = "", ...rest]) => {
    const cells = rest.map((cell) => `<td>${inlines(cell)}</td>`).join("");
    return `<tr><th scope="row">${inlines(first)}</th>${cells}</tr>`;
  });
  // What is too wide moves inside its own box; the keyboard reaches it.
  return `<div class="wide" role="region" aria-label="${escaped(caption)}" tabindex="0">
<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table>
</div>`;
}

function inlines(text: Text): string {
  return typeof text === "string" ? escaped(text) : text.map(inline).join("");
}

function inline(one: Inline): string {
  if (typeof one === "string") return escaped(one);
  if ("code" in one) return `<code>${escaped(one.code)}</code>`;
  if ("status" in one) return `<span class="status ${anchorOf(one.status)}">${escaped(one.status)}</span>`;
  return `<a href="#${anchorOf(oneLine(one.to))}">${escaped(one.text)}</a>`;
}

function escaped(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
