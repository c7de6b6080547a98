import { Unreadable } from "../unreadable";
import { told } from "./decode";

/** Where the configuration of a web server is. */
export const NGINX_CONFIG = "/etc/nginx/nginx.conf";

/** Where the front of a backup repository has its own. */
export const BACKUP_FRONT_CONFIG = "/etc/straat/backup-front.conf";

/** One directive of nginx, with what stands in its braces. */
export interface NginxDirective {
  readonly name: string;
  readonly values: readonly string[];
  /** Undefined for a directive that ends with a semicolon. */
  readonly block: readonly NginxDirective[] | undefined;
}

/** A directive with the names of the blocks it stands in, outermost first. */
export interface PlacedDirective extends NginxDirective {
  readonly within: readonly string[];
}

/**
 * Reads a configuration of nginx. What it includes is not read: that comes with other files, or later.
 *
 * @param path for the message
 * @throws Unreadable for a text that nginx would not read either: a brace, a quote or a semicolon too few or too many
 */
export function readNginxConfig(text: string, path: string = NGINX_CONFIG): readonly NginxDirective[] {
  return told(path, () => new Reader(tokensOf(text)).directives(0));
}

/** All directives of a name, wherever they stand. */
export function directivesNamed(config: readonly NginxDirective[], name: string): readonly PlacedDirective[] {
  return everyDirective(config).filter((directive) => directive.name === name);
}

/** What is said of TLS, by name: every value that some block gives it. */
export function tlsSettings(config: readonly NginxDirective[]): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  for (const { name, values } of everyDirective(config)) {
    if (name.startsWith("ssl_")) settings.set(name, [...(settings.get(name) ?? []), values.join(" ")]);
  }
  return settings;
}

function everyDirective(
  config: readonly NginxDirective[],
  within: readonly string[] = [],
): readonly PlacedDirective[] {
  return config.flatMap((directive) => {
    // The lines of a map are pairs of texts, however they look.
    const inner = directive.name === "map" ? [] : (directive.block ?? []);
    return [{ ...directive, within }, ...everyDirective(inner, [...within, directive.name])];
  });
}

interface Token {
  readonly text: string;
  /** `word` also for what stands in quotes. */
  readonly kind: "word" | "{" | "}" | ";";
}

/** Spaces and comments; a sign; a text in quotes; a word, in which `${name}` is no block. */
const TOKEN =
  /(?:\s|#[^\n]*)+|([{};])|"((?:[^"\\]|\\[\s\S])*)"(?=[\s;{)])|'((?:[^'\\]|\\[\s\S])*)'(?=[\s;{)])|((?:\$\{\w+\}|\\[^\n]|[^\s;{}"'#\\])(?:\$\{\w+\}|\\[^\n]|[^\s;{}"'\\])*)/y;

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null)
      throw new Unreadable(`is not understood from ${JSON.stringify(text.slice(at, at + 30))}`);
    const [, sign, double, simple, word] = found;
    const value = double ?? simple ?? word;
    if (sign !== undefined) tokens.push({ text: sign, kind: sign as Token["kind"] });
    else if (value !== undefined) tokens.push({ text: value, kind: "word" });
  }
  return tokens;
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** @param depth how many braces are open */
  directives(depth: number): readonly NginxDirective[] {
    const all: NginxDirective[] = [];
    for (;;) {
      const token = this.tokens[this.at];
      if (token === undefined && depth === 0) return all;
      if (token?.kind === "}" && depth > 0) {
        this.at += 1;
        return all;
      }
      if (token?.kind !== "word")
        throw new Unreadable(`has ${token?.text ?? "its end"} where a directive belongs`);
      all.push(this.directive(depth));
    }
  }

  private directive(depth: number): NginxDirective {
    const words: string[] = [];
    while (this.tokens[this.at]?.kind === "word") words.push(this.tokens[this.at++]?.text ?? "");
    const [name = "", ...values] = words;
    const sign = this.tokens[this.at++]?.kind;
    if (sign === ";") return { name, values, block: undefined };
    if (sign === "{") return { name, values, block: this.directives(depth + 1) };
    throw new Unreadable(`has ${name} without an end`);
  }
}
