import { createHash } from "node:crypto";
import { Unreadable } from "../unreadable";
import { checkValue, told, unpack } from "./decode";
import { recent } from "./recent";

/** A file put in place at the first boot; root's. */
export interface FrozenFile {
  /** Such as `0644`. */
  readonly mode: string;
  /** Whole lines, or nothing. */
  readonly text: string;
}

const PREFIX = "guestinfo.straat-files.";
/** Keys a bundle may be spread over. */
const KEYS_MAX = 4;
const HEAD = /^straat-files (\d+) ([0-9a-f]{64})$/;
const ENTRY = /^(0[0-7]{3}) (0|[1-9]\d*) ((?:\/[A-Za-z0-9_@][A-Za-z0-9._@-]*|\/\.[A-Za-z0-9_-]+)+)$/;

/**
 * The files a server is made of, by path, from `guestinfo.straat-files.1` and on.
 *
 * @throws Unreadable when there are none, a part is missing, or the whole is not what its digest was made of
 */
export function readFrozenFiles(
  extraConfig: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, FrozenFile> {
  const found = Object.keys(extraConfig).filter((key) => key.startsWith(PREFIX));
  const keys = found.map((_, index) => `${PREFIX}${index + 1}`);
  const odd = found.find((key) => !keys.includes(key));
  if (found.length === 0) throw new Unreadable(`${PREFIX}1 is not there`);
  if (odd !== undefined) throw new Unreadable(`${odd} is there without one of the keys before it`);
  if (found.length > KEYS_MAX) throw new Unreadable(`${keys.at(-1)} is one more than a server reads`);
  // A server puts the parts behind one another before it unpacks them.
  const parts = keys.map((key) => told(key, () => checkValue(extraConfig[key])));
  return told("the files of the first boot", () => readBundle(parts.join("")));
}

/** A bundle is the same for all servers of a role at a site. */
const readBundle = recent(16, (encoded: string) => parse(unpack(encoded)));

function parse(text: string): ReadonlyMap<string, FrozenFile> {
  const end = text.indexOf("\n");
  const [, version, digest] = HEAD.exec(text.slice(0, Math.max(end, 0))) ?? [];
  if (digest === undefined) throw new Unreadable("do not begin as a bundle does");
  if (version !== "1") throw new Unreadable(`are of version ${version}, and 1 is known`);
  const body = text.slice(end + 1);
  if (createHash("sha256").update(body).digest("hex") !== digest) {
    throw new Unreadable("are not the text their digest was made of");
  }
  const lines = body.split("\n");
  const blank = lines.indexOf("");
  return filesOf(lines.slice(0, blank), lines.slice(blank + 1));
}

function filesOf(entries: readonly string[], contents: readonly string[]): ReadonlyMap<string, FrozenFile> {
  const files = new Map<string, FrozenFile>();
  let at = 0;
  for (const entry of entries) {
    const [, mode, count, path] = ENTRY.exec(entry) ?? [];
    if (mode === undefined || path === undefined)
      throw new Unreadable(`have an entry ${JSON.stringify(entry)}`);
    if (files.has(path)) throw new Unreadable(`have ${path} twice`);
    const lines = contents.slice(at, at + Number(count));
    files.set(path, { mode, text: lines.map((line) => `${line}\n`).join("") });
    at += Number(count);
  }
  // What is split at line ends leaves an empty text after the last.
  if (at === contents.length - 1 && contents[at] === "") return files;
  throw new Unreadable(`have ${contents.length - 1} lines where their entries tell ${at}`);
}
