import { createHash } from "node:crypto";
import { gzipSync } from "fflate";
import { InvalidError } from "../../model/mistake";
import type { GuestFile } from "../guest-part";
import { GUESTINFO_MAX } from "./guestinfo";

/** Keys over which the files of a server are spread; more than one, because each holds 64 KiB. */
export const FILE_KEYS = [1, 2, 3, 4].map((number) => `guestinfo.straat-files.${number}`);

/**
 * The files of a server as one text: a line that checks the rest, a line for each file with its mode, its number of
 * lines and its path, an empty line, and then the lines of all files. `scripts/unpack-files.sh` reads it.
 *
 * @throws RangeError for what is not a text file with a plain absolute path: a defect of the library
 */
export function bundleFiles(files: readonly GuestFile[]): string {
  const entries = files.map(({ path, content, mode = "0644" }) => {
    if (!/^(\/[A-Za-z0-9_@][A-Za-z0-9._@-]*|\/\.[A-Za-z0-9_-]+)+$/.test(path))
      throw new RangeError(`${path} is no path`);
    if (!/^([^\0\r]*\n)?$/.test(content)) throw new RangeError(`${path} is not a text of whole lines`);
    return { head: `${mode} ${content.split("\n").length - 1} ${path}\n`, content };
  });
  const body = [...entries.map(({ head }) => head), "\n", ...entries.map(({ content }) => content)].join("");
  return `straat-files 1 ${createHash("sha256").update(body).digest("hex")}\n${body}`;
}

/**
 * The bundle as `guestinfo` carries it: the same bytes for the same files on every machine, cut into values.
 *
 * @throws InvalidError when it takes more keys than there are, saying by how much
 */
export function encodeFiles(files: readonly GuestFile[]): Readonly<Record<string, string>> {
  const zipped = gzipSync(new TextEncoder().encode(bundleFiles(files)), { level: 9, mtime: 0 });
  const encoded = Buffer.from(zipped).toString("base64");
  const room = FILE_KEYS.length * GUESTINFO_MAX;
  if (encoded.length > room) {
    throw new InvalidError({
      property: "files",
      value: `${encoded.length} bytes`,
      problem: `are ${encoded.length - room} bytes over what guestinfo can carry (${room})`,
      remedy: "shorten what the server is made of",
    });
  }
  const chunks = FILE_KEYS.map((key, index) => [
    key,
    encoded.slice(index * GUESTINFO_MAX, (index + 1) * GUESTINFO_MAX),
  ]);
  return Object.fromEntries(chunks.filter(([, chunk]) => chunk !== ""));
}
