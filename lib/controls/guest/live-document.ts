import { createHash } from "node:crypto";
import { Unreadable } from "../unreadable";
import { told, unpackValue } from "./decode";
import { recent } from "./recent";

/** What a server reads during its life under one key. */
export interface LiveDocument {
  readonly name: string;
  /** A server refuses a document of a lower one than it has. */
  readonly revision: number;
  /** Everything after the first line. */
  readonly payload: string;
}

const KEY = /^guestinfo\.straat\.([a-z]+(?:-[a-z]+)*)$/;
const HEAD = /^straat-document (\d+) ([a-z]+(?:-[a-z]+)*) ([1-9]\d{0,5}) ([0-9a-f]{64})$/;

/**
 * Reads a live document as a server does: its first line says what it is, and what follows is whole.
 *
 * @param key of `extra_config`, such as `guestinfo.straat.firewall`
 * @throws Unreadable for a value that does not unpack, another version, another document than the key says, or a text
 *   that is not the one its digest was made of
 */
export function readDocument(key: string, value: unknown): LiveDocument {
  const own = KEY.exec(key)?.[1];
  if (own === undefined) throw new Unreadable(`${key} is not the key of a live document`);
  const text = unpackValue(key, value);
  return told(key, () => {
    const document = parse(text);
    if (document.name === own) return document;
    throw new Unreadable(`holds the document ${document.name}`);
  });
}

/** Each rule that asks for a document asks for those of all servers of a stack. */
const parse = recent(128, (text: string): LiveDocument => {
  const end = text.indexOf("\n");
  const [, version, name, revision, digest] = HEAD.exec(text.slice(0, Math.max(end, 0))) ?? [];
  if (name === undefined) throw new Unreadable("does not begin as a live document does");
  if (version !== "1") throw new Unreadable(`is of version ${version}, and 1 is known`);
  const payload = text.slice(end + 1);
  if (createHash("sha256").update(payload).digest("hex") !== digest) {
    throw new Unreadable("is not the text its digest was made of");
  }
  return { name, revision: Number(revision), payload };
});
