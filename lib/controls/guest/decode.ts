import { gunzipSync } from "node:zlib";
import { Unreadable } from "../unreadable";
import { recent } from "./recent";

/** Most that VMware hands to a guest under one key, in bytes as it is written. */
export const VALUE_MAX = 64 * 1024;

/** Most that is unpacked, in bytes: a few times what all files of a server take. */
export const TEXT_MAX = 4 * 1024 * 1024;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of a value that is gzip in base64, as a server unpacks it.
 *
 * @throws Unreadable for what is no canonical base64, no gzip, cut short, followed by something else, larger than
 *   {@link TEXT_MAX}, or no UTF-8
 */
export const unpack: (value: string) => string = recent(128, unpacked);

function unpacked(value: string): string {
  const zipped = Buffer.from(value, "base64");
  if (value === "" || zipped.toString("base64") !== value) throw new Unreadable("is not base64");
  try {
    return UTF8.decode(gunzip(zipped));
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable("is not text in UTF-8");
  }
}

/** What node answers when it is asked how much it read. */
interface Unzipped {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function gunzip(zipped: Buffer): Buffer {
  let unzipped: Unzipped;
  try {
    unzipped = gunzipSync(zipped, { info: true, maxOutputLength: TEXT_MAX }) as unknown as Unzipped;
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new Unreadable(isLarge ? `is larger than ${TEXT_MAX} bytes unpacked` : "is not whole gzip");
  }
  // Bytes after the end are left alone by node, and make gunzip on a server fail.
  if (unzipped.engine.bytesWritten !== zipped.length) throw new Unreadable("has something after its end");
  return unzipped.buffer;
}

/**
 * The text of one value of `guestinfo`.
 *
 * @param key for the message
 * @throws Unreadable when it is not there, more than a guest can read, or as {@link unpack} says
 */
export function unpackValue(key: string, value: unknown): string {
  return told(key, () => unpack(checkValue(value)));
}

/** One value of `guestinfo` as it stands. @throws Unreadable when it is no text, or more than a guest can read */
export function checkValue(value: unknown): string {
  if (value === undefined || value === null) throw new Unreadable("is not there");
  if (typeof value !== "string") throw new Unreadable("is not a text");
  if (value.length <= VALUE_MAX) return value;
  throw new Unreadable(`is ${value.length} bytes, and a guest reads ${VALUE_MAX}`);
}

/** Puts what was being read before the message of an {@link Unreadable}. */
export function told<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(`${what} ${error.message}`);
  }
}
