import { type SvgToken, tokensOf } from "./svg-tokens";

/** Something drawn as one: a server, a gate, an arrow. */
interface Part {
  /** The same where the same is drawn, wherever it stands. */
  readonly key: string;
  /** Place of its opening tag among the tokens. */
  readonly at: number;
}

/** A picture as `straat graph` draws it, taken apart. */
export class Picture {
  private readonly tokens: readonly SvgToken[];
  private readonly parts: readonly Part[];

  /** @throws InvalidError for anything that is more than shapes and text */
  constructor(svg: string) {
    this.tokens = tokensOf(svg.trim());
    this.parts = partsOf(this.tokens);
  }

  /** Places of what is drawn here and not in the other picture: what is new, or asked the other way round, what is gone. */
  without(other: Picture | undefined): readonly number[] {
    if (other === undefined) return [];
    const left = new Map<string, number>();
    for (const { key } of other.parts) left.set(key, (left.get(key) ?? 0) + 1);
    return this.parts.flatMap(({ key, at }) => {
      const number = left.get(key) ?? 0;
      left.set(key, number - 1);
      return number > 0 ? [] : [at];
    });
  }

  /**
   * As SVG inside a page. Ids begin with `prefix`, so that no two pictures share one. A tooltip stays; a link that leads
   * nowhere, which is how Graphviz writes a tooltip, is none.
   *
   * @param label what it shows, in escaped text
   * @param marked places of parts that get the class `is-marked`
   */
  drawn(prefix: string, label: string, marked: readonly number[]): string {
    const marks = new Set(marked);
    let isInTitle = false;
    const written = this.tokens.map((token, at) => {
      // Graphviz puts its own names of things into titles.
      const isTitle = token.name === "title" || isInTitle;
      if (token.name === "title") isInTitle = token.kind === "open";
      if (isTitle) return "";
      if (token.kind === "text") return token.text;
      if (token.kind === "close") return `</${token.name === "a" ? "g" : token.name}>`;
      return at === 0 ? rootTag(token, label) : tag(token, prefix, marks.has(at));
    });
    return written.join("");
  }
}

function rootTag({ attributes }: SvgToken, label: string): string {
  const size = attributes.filter(([name]) => ["width", "height", "viewBox"].includes(name));
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}"${attributesText(size)}>`;
}

function tag({ kind, name, attributes }: SvgToken, prefix: string, isMarked: boolean): string {
  if (name === "a") {
    const tooltip = attributes.find(([key]) => key === "xlink:title");
    const title = tooltip === undefined ? "" : `<title>${tooltip[1]}</title>`;
    return `<g>${title}${kind === "empty" ? "</g>" : ""}`;
  }
  const kept = attributes.filter(([key]) => !/^x(?:ml|link)/.test(key));
  const changed = kept.map(([key, value]) => {
    if (key === "id") return [key, `${prefix}${value}`] as const;
    return [key, key === "class" && isMarked ? `${value} is-marked` : value] as const;
  });
  return `<${name}${attributesText(changed)}${kind === "empty" ? " />" : ">"}`;
}

function attributesText(attributes: SvgToken["attributes"]): string {
  return attributes.map(([name, value]) => ` ${name}="${value}"`).join("");
}

function partsOf(tokens: readonly SvgToken[]): readonly Part[] {
  return tokens.flatMap((token, at) => {
    const look = token.kind === "open" && token.name === "g" ? attributeOf(token, "class") : undefined;
    return look !== undefined && /^(?:node|edge)\b/.test(look)
      ? [{ key: keyOf(look, insideOf(tokens, at)), at }]
      : [];
  });
}

/** Its kind, the stages it stands in or goes between, its tooltip and its words; not its number, which others shift. */
function keyOf(look: string, inside: readonly SvgToken[]): string {
  const titleAt = inside.findIndex(({ name }) => name === "title");
  const title = titleAt < 0 ? "" : (inside[titleAt + 1]?.text ?? "");
  const ends = title.split("&#45;&gt;").map((end) => end.split(" ")[0]);
  const told = inside.flatMap((token, index) => {
    if (token.kind === "text") return index === titleAt + 1 ? [] : [token.text.trim()];
    return attributeOf(token, "xlink:title") ?? [];
  });
  return JSON.stringify([look, ends, told.filter((text) => text !== "")]);
}

/** The tokens between a tag and the one that closes it. */
function insideOf(tokens: readonly SvgToken[], at: number): readonly SvgToken[] {
  let depth = 1;
  let end = at + 1;
  for (; depth > 0 && end < tokens.length; end += 1) {
    const kind = tokens[end]?.kind;
    depth += kind === "open" ? 1 : kind === "close" ? -1 : 0;
  }
  return tokens.slice(at + 1, end - 1);
}

function attributeOf({ attributes }: SvgToken, name: string): string | undefined {
  return attributes.find(([key]) => key === name)?.[1];
}
