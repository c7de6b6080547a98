import { unpack } from "../../controls/guest/decode";
import { readDocument } from "../../controls/guest/live-document";
import { recent } from "../../controls/guest/recent";
import { DOCUMENT_PREFIX } from "../../controls/subjects/guest-settings";
import { isObject } from "../../controls/terraform/fields";
import { Unreadable } from "../../controls/unreadable";

/** What a text says to a person. */
export interface Readable {
  /** What it is, where it is more than a text: `the live document firewall`. */
  readonly what: string | undefined;
  /** Such as `revision 2`; a change of it alone is a change. */
  readonly version: string | undefined;
  readonly text: string;
  /** The same without what nobody would notice: comments, and how JSON is laid out. */
  readonly effective: string;
}

const CLOUD_CONFIG = "#cloud-config\n";
/** How gzip begins, in base64. */
const PACKED = "H4sI";
/** Whole words in base64, that are a readable text: certificates are no such thing, and are left as they are. */
const ENCODED = /^(?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const READABLE = /^[\t\n\r\P{Cc}]+$/u;

/**
 * A text as one would read it: unpacked and decoded, and JSON a line for each of its values.
 *
 * @param key it stands under, such as `guestinfo.straat.firewall`
 */
export function readable(key: string, value: string): Readable {
  return key.startsWith(DOCUMENT_PREFIX) ? (documentOf(key)(value) ?? opened(value)) : opened(value);
}

const documents = new Map<string, (value: string) => Readable | undefined>();

/** Members of a group are given the same document. */
function documentOf(key: string): (value: string) => Readable | undefined {
  const known = documents.get(key);
  if (known !== undefined) return known;
  const read = recent(64, (value: string) => unlessUnreadable(() => document(key, value)));
  // Keys are those of a plan, which may name any.
  if (documents.size < 64) documents.set(key, read);
  return read;
}

function document(key: string, value: string): Readable {
  const { name, revision, payload } = readDocument(key, value);
  const text = payload.endsWith("\n") ? payload.slice(0, -1) : payload;
  return {
    what: `the live document ${name}`,
    version: `revision ${revision}`,
    text,
    effective: withoutComments(text),
  };
}

function opened(value: string): Readable {
  if (value.startsWith(PACKED)) return unpacked(value) ?? plain(value);
  if (value.length >= 24 && ENCODED.test(value)) return decoded(value) ?? plain(value);
  return plain(value);
}

const unpacked = recent(64, (value: string) =>
  unlessUnreadable((): Readable => named(plain(unpack(value)), "gzip in base64")),
);

function decoded(value: string): Readable | undefined {
  const text = Buffer.from(value, "base64").toString("utf8");
  return READABLE.test(text) ? named(plain(text), "base64") : undefined;
}

function named(text: Readable, encoding: string): Readable {
  return { ...text, what: text.what ?? `text in ${encoding}` };
}

function plain(text: string): Readable {
  const isCloudConfig = text.startsWith(CLOUD_CONFIG);
  const json = laidOut(isCloudConfig ? text.slice(CLOUD_CONFIG.length) : text);
  if (json !== undefined) {
    return {
      what: isCloudConfig ? "user data of the first boot" : "JSON",
      version: undefined,
      text: json,
      effective: json,
    };
  }
  return { what: undefined, version: undefined, text, effective: text };
}

/** JSON with a line for each value, and its keys in order; undefined for any other text. */
function laidOut(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.stringify(sorted(JSON.parse(text)), null, 2);
  } catch {
    return undefined;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

/** Of a file that a server reads line by line. The first line of a script says what runs it, and some files take others in. */
export function withoutComments(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/ comment "[^"]*"/g, "").trimEnd())
    .filter((line) => line !== "" && !/^\s*#(?!!|include)/.test(line))
    .join("\n");
}

function unlessUnreadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}
