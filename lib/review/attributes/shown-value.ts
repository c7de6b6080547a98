import { counted } from "../../controls/report/text";
import type { Redactor } from "../redaction/redactor";

/** Most characters of a value on one line. */
const CLIP = 240;

/** A value on one line, without what is secret in it. Texts stand in quotes. */
export function shownValue(value: unknown, name: string, redactor: Redactor): string {
  if (typeof value === "string") return clipped(JSON.stringify(redactor.text(value, name)));
  if (typeof value === "number") return redactor.text(String(value), name);
  if (typeof value !== "object" || value === null) return String(value);
  const nested = JSON.stringify(value, (key, item) =>
    typeof item === "string" ? redactor.text(item, key || name) : item,
  );
  return clipped(redactor.name(nested));
}

/** A text is cut after it was masked, or half a secret would not be known again. */
function clipped(text: string): string {
  if (text.length <= CLIP) return text;
  return `${text.slice(0, CLIP).replace(/[\uD800-\uDBFF]$/, "")}… (${counted(text.length, "character")})`;
}
