import { createHash } from "node:crypto";

/** A short mark that changes when a value does, by which pods are started anew with what they now read. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16);
}
