import { unpack } from "../../controls/guest/decode";
import { isObject } from "../../controls/terraform/fields";
import { Unreadable } from "../../controls/unreadable";

/** From so many characters on a secret is looked for inside words as well. */
export const INSIDE_MIN = 8;
/** Fewest characters of a secret that is looked for by its value; shorter ones are hidden where they are marked, only. */
export const WORD_MIN = 4;

/** How many times something may be written inside something else, before it is no longer looked into. */
const DEPTH_MAX = 4;

/** How gzip begins, in base64. */
const PACKED = "H4sI";

/** Words that stand everywhere, and tell nothing. */
const NO_SECRET = new Set(["true", "false", "null", "none"]);

/** How secrets may be written. */
export interface SecretForms {
  readonly anywhere: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
}

/**
 * Every spelling in which one of these secrets may stand in a text: as it is, line by line, escaped for JSON, HTML or an address, in
 * base64 (also inside of something longer), in hexadecimal, and what it says unpacked.
 */
export function formsOf(secrets: Iterable<string>): SecretForms {
  const anywhere = new Set<string>();
  const words = new Set<string>();
  for (const secret of secrets) {
    for (const text of meaningsOf(secret, DEPTH_MAX)) {
      if (text.length >= INSIDE_MIN) for (const form of spellingsOf(text)) anywhere.add(form);
      else if (text.length >= WORD_MIN && !NO_SECRET.has(text.toLowerCase())) words.add(text);
    }
  }
  return { anywhere, words };
}

/** A secret, and what else it tells: its lines, what it holds as JSON, what it is when decoded. */
function meaningsOf(secret: string, depth: number): readonly string[] {
  const trimmed = secret.trim();
  if (depth === 0 || trimmed === "") return [];
  const lines = trimmed.includes("\n") ? trimmed.split(/\r?\n/) : [];
  const inner = [...lines, ...decoded(trimmed), ...leavesOf(trimmed)].flatMap((text) =>
    meaningsOf(text, depth - 1),
  );
  return [secret, trimmed, ...inner.filter((text) => text.length >= INSIDE_MIN)];
}

function decoded(text: string): readonly string[] {
  if (text.length < INSIDE_MIN || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return [];
  const bytes = Buffer.from(text, "base64");
  const readable = bytes.toString("utf8");
  // What is no text in UTF-8, or has control characters, was never written by anybody in base64.
  const isText = /^[\t\n\r\P{Cc}]*$/u.test(readable) && Buffer.from(readable).equals(bytes);
  if (isText) return [readable];
  if (!text.startsWith(PACKED)) return [];
  try {
    return [unpack(text)];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/** The texts in a text that is JSON. */
function leavesOf(text: string): readonly string[] {
  if (!/^[{["]/.test(text)) return [];
  try {
    return textsIn(JSON.parse(text));
  } catch {
    return [];
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "number") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** A text that is the same in JSON, HTML, a shell and an address. */
const PLAIN = /^[A-Za-z0-9_.-]+$/;

function spellingsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const hexadecimals = bytes.toString("hex");
  return [
    text,
    ...(PLAIN.test(text) ? [] : escapedSpellingsOf(text)),
    ...insideBase64(bytes, 0),
    ...insideBase64(bytes, 1),
    ...insideBase64(bytes, 2),
    hexadecimals,
    hexadecimals.toUpperCase(),
  ].filter((form) => form.length >= INSIDE_MIN);
}

function escapedSpellingsOf(text: string): readonly string[] {
  const json = JSON.stringify(text).slice(1, -1);
  // Half a character cannot be part of an address.
  const address = encodeURIComponent(Buffer.from(text).toString());
  return [
    json,
    // Terraform writes what a browser might take for markup as \u003c.
    json.replace(/[<>&]/g, unicodeEscape),
    JSON.stringify(json).slice(1, -1),
    text.replaceAll("'", "''"),
    text.replaceAll("'", `'\\''`),
    escapedForHtml(text),
    ...[address, fullyEscaped(address)].flatMap((one) => [one, one.replaceAll("%20", "+"), lowerCased(one)]),
  ];
}

/** The characters of base64 that only the secret decides, when so many bytes of a group of three stand before it. */
function insideBase64(bytes: Buffer, before: number): readonly string[] {
  const all = Buffer.concat([Buffer.alloc(before), bytes]);
  const own = all.toString("base64").slice(before === 0 ? 0 : before + 1, Math.floor((all.length * 8) / 6));
  return /[+/]/.test(own) ? [own, own.replaceAll("+", "-").replaceAll("/", "_")] : [own];
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function escapedForHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function lowerCased(address: string): string {
  return address.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
}

/** An address may escape what it need not: what {@link encodeURIComponent} leaves alone. */
function fullyEscaped(address: string): string {
  return address.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
