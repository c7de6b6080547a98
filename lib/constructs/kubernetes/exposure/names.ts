import { createHash } from "node:crypto";
import { checkHostName } from "../../../model/host-name";
import { InvalidError } from "../../../model/mistake";
import { shownValue } from "../../../model/text";

/** Longest name made here; what is put behind it fits a DNS label of 63. */
const LONGEST = 50;
const HASH_LENGTH = 8;

/**
 * A host name that visitors type (V-10).
 *
 * @throws InvalidError for a wildcard, whose key would be every name's, and for what is not fully qualified
 */
export function checkExposedName(hostname: unknown): string {
  if (typeof hostname !== "string" || !hostname.includes("*"))
    return checkHostName(hostname, "www.example.nl");
  throw new InvalidError({
    value: JSON.stringify(hostname),
    problem: "is a wildcard: its certificate would speak for names that nobody declared (V-10)",
    remedy: "expose each name by itself",
  });
}

/** The first part of the path of a URL. @throws InvalidError unless it starts with a slash and is in its plainest form */
export function checkPathPrefix(path: unknown): string {
  const isPlain = typeof path === "string" && path.length <= 256 && /^(\/|(\/[\w.~-]+)+)$/.test(path);
  if (isPlain && !path.split("/").some((part) => part === "." || part === "..")) return path;
  throw new InvalidError({
    value: shownValue(path),
    problem: "is not the first part of a path: a slash, or parts of letters, digits and -._~ after one each",
    remedy: "write for example /api, or leave it out for everything",
  });
}

/** A host name as the name of an object: a DNS label, another one for each host name. */
export function objectNameOf(hostname: string): string {
  // A hyphen is doubled, so that a-b.nl and a.b.nl stay two.
  const name = hostname.replaceAll("-", "--").replaceAll(".", "-");
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST - HASH_LENGTH - 1).replace(/-+$/, "")}-${hashOf(hostname)}`;
}

/** What is put behind the name of a host for one of its paths; nothing for the whole of it. */
export function pathSuffix(path: string): string {
  return path === "/" ? "" : `-${hashOf(path)}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
