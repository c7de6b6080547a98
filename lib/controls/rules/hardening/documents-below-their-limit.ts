import { VALUE_MAX } from "../../guest/decode";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { isObject } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

/** Most of a machine's own file, in bytes, with every advanced setting in it. */
const MACHINE_MAX = 1024 * 1024;

/** B-07: what does not fit is cut off, or refused when it is applied. */
export const documentsBelowTheirLimit = stackRule({
  id: "documents-below-their-limit",
  info: "every value of guestinfo is at most 64 KiB, and those of a server together are below 1 MiB",
  explanation:
    "VMware hands a guest 64 KiB under one key, and keeps all of a machine's settings in a file of 1 MiB. A document that is larger reaches no server, and a machine whose file is full can no longer be changed.",
  remedy: "declare fewer or larger networks, or spread what a server is told over two documents",
  promises: ["B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what is too large reaches no server" },
  subjects: Machine.in,
  judge({ settings }) {
    const sizes = Object.entries(settings.values).map(([key, value]) => ({ key, size: sizeOf(key, value) }));
    const whole = sizes.reduce((sum, { key, size }) => sum + key.length + size, 0);
    return [
      ...sizes
        .filter(({ size }) => size > VALUE_MAX)
        .map(({ key, size }) => `${key} is ${size} bytes, ${size - VALUE_MAX} more than a guest reads`),
      ...(whole < MACHINE_MAX ? [] : [`its settings are ${whole} bytes together, of ${MACHINE_MAX}`]),
    ];
  },
});

function sizeOf(key: string, value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "string") return Buffer.byteLength(value);
  const kind = isObject(value) || Array.isArray(value) ? "no text" : `${String(value)}, no text`;
  throw new Unreadable(`${key} is ${kind}`);
}
