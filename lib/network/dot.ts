/**
 * DOT, the language of Graphviz, as far as a picture needs it. Text comes from people and goes into three languages at
 * once (DOT, its HTML-like labels, the SVG made of them). So there is no way past {@link escaped}: a plain attribute
 * is escaped where it is written, and {@link Markup} is made by the functions below only.
 */

const MARKUP = Symbol("markup");

/** The content of an HTML-like label: tags of ours around escaped text. */
export interface Markup {
  readonly [MARKUP]: string;
}

/** Attributes of a node, an arrow or a cluster. */
export type Look = Readonly<Record<string, string | Markup>>;

export interface TextStyle {
  readonly color?: string;
  /** In pixels. */
  readonly size?: number;
  readonly bold?: boolean;
}

export function text(content: string, { color, size, bold = false }: TextStyle = {}): Markup {
  // Tags around nothing are a mistake to Graphviz.
  const shown = escaped(content.trim() === "" ? "(blank)" : content, "label");
  const inner = bold ? `<b>${shown}</b>` : shown;
  const attributes = [
    ...(color === undefined ? [] : [` color="${color}"`]),
    ...(size === undefined ? [] : [` point-size="${size}"`]),
  ];
  return { [MARKUP]: attributes.length === 0 ? inner : `<font${attributes.join("")}>${inner}</font>` };
}

export interface TableStyle {
  readonly align?: "left" | "center";
  /** Pixels around each cell. */
  readonly padding?: number;
}

/** Cells in rows, without lines. */
export function table(
  rows: readonly (readonly Markup[])[],
  { align = "center", padding = 1 }: TableStyle = {},
): Markup {
  const cell = (content: Markup) => `<td align="${align}" valign="middle">${content[MARKUP]}</td>`;
  const lines = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
  return {
    [MARKUP]: `<table border="0" cellspacing="0" cellpadding="${padding}">${lines.join("")}</table>`,
  };
}

/** One below the other. */
export function stack(rows: readonly Markup[], style?: TableStyle): Markup {
  return table(
    rows.map((row) => [row]),
    style,
  );
}

/** A small box with an edge in a color, for a legend. */
export function swatch(color: string): Markup {
  const box = `<table border="3" color="${color}" bgcolor="white" cellborder="0" cellspacing="0">`;
  return { [MARKUP]: `${box}<tr><td fixedsize="true" width="18" height="8"></td></tr></table>` };
}

/** Text in lines of at most so many characters, broken between words where that can be. */
export function wrapped(content: string, width: number): readonly string[] {
  const line = new RegExp(`\\S(?:.{0,${width - 2}}\\S)?(?=\\s|$)|\\S{1,${width}}`, "gu");
  return printable(content).match(line) ?? [];
}

/** @param name of the node, made by us: no text of a person */
export function node(name: string, look: Look): string {
  return `"${name}" ${attributes(look)};`;
}

export function arrow(from: string, to: string, look: Look): string {
  return `"${from}" -> "${to}" ${attributes(look)};`;
}

/** Arrows from each node to the next. */
export function chain(names: readonly string[], look: Look): readonly string[] {
  return names.slice(1).map((name, index) => arrow(names[index] ?? name, name, look));
}

/** Nodes in a frame. Attributes pass on to what is inside, so what is not said here is unsaid. */
export function cluster(name: string, look: Look, content: readonly string[]): readonly string[] {
  return [
    `subgraph "${name}" {`,
    `graph ${attributes({ cluster: "true", label: "", ...look })};`,
    ...content,
    "}",
  ];
}

/** Nodes in one row. */
export function row(content: readonly string[]): readonly string[] {
  return ["{", `graph ${attributes({ cluster: "false", rank: "same" })};`, ...content, "}"];
}

export function digraph(
  defaults: Readonly<Record<"graph" | "node" | "edge", Look>>,
  content: readonly string[],
): string {
  const lines = Object.entries(defaults).map(([kind, look]) => `${kind} ${attributes(look)};`);
  return ["digraph {", ...lines, ...content, "}", ""].join("\n");
}

function attributes(look: Look): string {
  const all = Object.entries(look).map(([name, value]) =>
    typeof value === "string" ? `${name}="${escaped(value, "attribute")}"` : `${name}=<${value[MARKUP]}>`,
  );
  return `[${all.join(", ")}]`;
}

/** How often Graphviz looks for escapes such as `\N`: once in a label, but in a tooltip twice (16.1.0). */
const READINGS = { label: 1, attribute: 2 } as const;

/**
 * Text that is nothing but text in DOT, in a label and in SVG: all three read these entities. A backslash begins an
 * escape even as an entity, so it is doubled for each reading.
 */
function escaped(content: string, place: keyof typeof READINGS): string {
  return printable(content).replace(/[&<>"'\\]/g, (sign) => {
    const entity = `&#${sign.charCodeAt(0)};`;
    return sign === "\\" ? entity.repeat(2 ** READINGS[place]) : entity;
  });
}

/** XML has no place for most control characters, and none for half a surrogate pair. */
function printable(content: string): string {
  return content.replace(/[\p{C}\u2028\u2029]/gu, "\uFFFD");
}
