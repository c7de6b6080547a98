/** An element of XML with what is in it. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  /** The text directly in it. */
  text: string;
}

/** All a picture is made of: shapes and text. Nothing that runs, loads or links anything. */
const HARMLESS: Readonly<Record<string, readonly string[]>> = {
  svg: ["width", "height", "viewBox", "xmlns", "xmlns:xlink"],
  g: ["id", "class", "transform"],
  a: ["xlink:title"],
  title: [],
  text: ["xml:space", "text-anchor", "x", "y", "font-family", "font-weight", "font-size", "fill"],
  path: ["fill", "stroke", "stroke-width", "d"],
  polygon: ["fill", "stroke", "stroke-width", "points"],
};

/** Elements and attributes of a picture that are more than shapes and text. */
export function harmIn(svg: Element): readonly string[] {
  return everythingIn(svg).flatMap(({ name, attributes }) => {
    const allowed = HARMLESS[name];
    if (allowed === undefined) return [`<${name}>`];
    return Object.keys(attributes).filter((attribute) => !allowed.includes(attribute));
  });
}

/** An element and all below it, in the order of the text. */
export function everythingIn(element: Element): readonly Element[] {
  return [element, ...element.children.flatMap(everythingIn)];
}

/** Everything that Graphviz gave this class. */
export function ofClass(svg: Element, name: string): readonly Element[] {
  return everythingIn(svg).filter(({ attributes }) => attributes["class"]?.split(" ").includes(name));
}

/** Reads XML that has elements and text, and nothing else. Throws for anything more, and for what is not well-formed. */
export function parseXml(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const token = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|[^<]+/y;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`not XML: ${JSON.stringify(xml.slice(at, at + 80))}`);
    take(match, open);
  }
  const [top, ...others] = root.children;
  if (open.length !== 1 || top === undefined || others.length > 0 || root.text.trim() !== "")
    throw new Error("not one element");
  return top;
}

/** Adds one tag or text to the innermost of the open elements. */
function take([all, end, name, attributes = "", empty]: RegExpExecArray, open: Element[]): void {
  const current = open.at(-1);
  if (current === undefined) throw new Error("nothing is open");
  if (name === undefined) {
    current.text += decoded(all);
  } else if (end === "/") {
    if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing`);
  } else {
    const element = { name, attributes: attributesOf(attributes), children: [], text: "" };
    current.children.push(element);
    if (empty === "") open.push(element);
  }
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const pairs = [...text.matchAll(/([\w:.-]+)="([^"]*)"/g)];
  const attributes = Object.fromEntries(pairs.map(([, name, value = ""]) => [name, decoded(value)]));
  if (Object.keys(attributes).length !== pairs.length) throw new Error(`an attribute twice: ${text}`);
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const NO_CHARACTER = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

function decoded(text: string): string {
  const plain = text.replace(/&(?:#(\d+)|#x([\dA-Fa-f]+)|(\w+));|&/g, (all, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    const sign = ENTITIES[name];
    if (sign === undefined) throw new Error(`no entity: ${all}`);
    return sign;
  });
  if (NO_CHARACTER.test(plain)) throw new Error(`no text of XML: ${JSON.stringify(plain)}`);
  return plain;
}
