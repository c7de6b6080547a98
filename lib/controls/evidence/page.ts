import type { Status } from "./status";

/** A page to read, before it is written as Markdown or as HTML: what it says is said once for both. */
export interface Page {
  readonly title: string;
  /** One line below the title. */
  readonly subtitle: string;
  readonly sections: readonly Section[];
}

/** A part of a page with a title, in the table of contents. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A text as it is, or in parts. Whatever it holds, nothing in it is ever formatting. */
export type Text = string | readonly Inline[];

export type Inline =
  | string
  /** A name or a path, in the letters of code. */
  | { readonly code: string }
  /** By word, and where there are colours also by colour. */
  | { readonly status: Status }
  /** Leads to a heading. */
  | { readonly to: string; readonly text: string };

export type Block =
  | { readonly kind: "paragraph"; readonly text: Text }
  /** The sheet's own words, in Dutch. */
  | { readonly kind: "quote"; readonly text: string }
  | { readonly kind: "heading"; readonly level: 3 | 4; readonly text: Text }
  | { readonly kind: "list"; readonly items: readonly Text[]; readonly ordered?: true }
  /** What is known of one thing, by name. */
  | { readonly kind: "facts"; readonly facts: readonly (readonly [name: string, value: Text])[] }
  /** The first cell of a row is what the row is about. */
  | {
      readonly kind: "table";
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly Text[])[];
    }
  /** To be copied into a shell. */
  | { readonly kind: "commands"; readonly lines: readonly string[] }
  /** Opened by who wants to read it. */
  | { readonly kind: "folded"; readonly title: string; readonly blocks: readonly Block[] };

export function paragraph(...text: readonly Inline[]): Block {
  return { kind: "paragraph", text };
}

export function heading(level: 3 | 4, ...text: readonly Inline[]): Block {
  return { kind: "heading", level, text };
}

export function code(text: string): Inline {
  return { code: text };
}

export function link(to: string, text = to): Inline {
  return { to, text };
}

/** A table, or a sentence that there is nothing to put in it. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Text[])[],
  nothing: string,
): Block {
  return rows.length === 0 ? paragraph(nothing) : { kind: "table", caption, head, rows };
}

/** Texts in the letters of code, with commas between them. */
export function codes(texts: readonly string[], nothing = "none"): Text {
  if (texts.length === 0) return nothing;
  return texts.flatMap((text, index) => (index === 0 ? [code(text)] : [", ", code(text)]));
}

/** The words of a text alone. */
export function wordsOf(text: Text): string {
  if (typeof text === "string") return text;
  return text.map(wordOf).join("");
}

function wordOf(inline: Inline): string {
  if (typeof inline === "string") return inline;
  if ("code" in inline) return inline.code;
  return "status" in inline ? inline.status : inline.text;
}

/** By what a heading is linked to: its words in small letters, with hyphens. */
export function anchorOf(text: string): string {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return plain.replace(/^-|-$/g, "") || "part";
}
