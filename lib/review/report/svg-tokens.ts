import { clip } from "../../controls/report/text";
import { InvalidError } from "../../model/mistake";

/** A tag or a text of a picture. */
export interface SvgToken {
  readonly kind: "open" | "close" | "empty" | "text";
  /** Of the element; empty for a text. */
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  /** As it is written, entities and all. */
  readonly text: string;
}

/** What a picture of a street is made of: shapes and text. Nothing else gets into a page. */
const ELEMENTS: ReadonlySet<string> = new Set([
  "svg",
  "g",
  "a",
  "title",
  "text",
  "path",
  "polygon",
  "ellipse",
]);
const LOOKS =
  "id class transform text-anchor x y cx cy rx ry d points fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray font-family font-weight font-style font-size";
const ATTRIBUTES: ReadonlySet<string> = new Set(
  `width height viewBox xmlns xmlns:xlink xlink:title xml:space ${LOOKS}`.split(" "),
);

const TOKEN = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
const ATTRIBUTE = /([\w:.-]+)="([^"]*)"/g;

/**
 * Takes a picture apart.
 *
 * @throws InvalidError for anything that is more than shapes and text, and for what is not one whole element
 */
export function tokensOf(svg: string): readonly SvgToken[] {
  const tokens: SvgToken[] = [];
  const open: string[] = [];
  let read = 0;
  for (const match of svg.matchAll(TOKEN)) {
    const token = tokenOf(match);
    const isRoot = token.kind === "open" && token.name === "svg";
    if (isRoot !== (tokens.length === 0) || (open.length === 0 && !isRoot)) throw notDrawn(match[0]);
    if (token.kind === "open") open.push(token.name);
    if (token.kind === "close" && open.pop() !== token.name) throw notDrawn(match[0]);
    tokens.push(token);
    read += match[0].length;
  }
  if (read < svg.length || open.length > 0 || tokens.length === 0) throw notDrawn(svg.slice(read));
  return tokens;
}

function tokenOf([all, end, name, written = "", empty]: RegExpMatchArray): SvgToken {
  if (name === undefined) return { kind: "text", name: "", attributes: [], text: all };
  if (!ELEMENTS.has(name)) throw notDrawn(all);
  const attributes = [...written.matchAll(ATTRIBUTE)].map(
    ([, key = "", value = ""]) => [key, value] as const,
  );
  for (const [key, value] of attributes) {
    // A colour may be fetched from elsewhere.
    if (!ATTRIBUTES.has(key) || (key !== "xlink:title" && value.includes("url("))) throw notDrawn(all);
  }
  const kind = end === "/" ? "close" : empty === "/" ? "empty" : "open";
  return { kind, name, attributes, text: "" };
}

function notDrawn(value: string): InvalidError {
  return new InvalidError({
    value: clip(value, 80),
    problem: "a picture of a street is one SVG element of shapes and text, and nothing else gets into a page",
    remedy: "give what `straat graph` draws",
  });
}
