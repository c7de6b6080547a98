import { InvalidError } from "./mistake";

/**
 * A line of text a person wrote: a reason, an owner, a title. It travels into firewall comments, tags and
 * reports, so it is one printable line of bounded length; what it may not break out of is decided here, once.
 *
 * @param max bytes of UTF-8, 80 unless told (an nftables comment holds 128, and it also names its flow)
 * @throws InvalidError when empty, longer, or not one printable line
 */
export function checkText(kind: string, text: unknown, max = 80): string {
  if (typeof text !== "string" || text.trim() === "") {
    throw new InvalidError({
      value: shownValue(text),
      problem: `${kind} is missing`,
      remedy: `write ${kind} in one line of at most ${max} characters`,
    });
  }
  const length = Buffer.byteLength(text);
  if (length > max || text !== text.trim() || /[\p{C}\u2028\u2029]/u.test(text)) {
    throw new InvalidError({
      value: JSON.stringify(text),
      problem: `${kind} is one printable line of at most ${max} characters, without spaces around it`,
      remedy:
        length > max ? `shorten it by ${length - max}` : "write it on one line, without spaces around it",
    });
  }
  return text;
}

/** A value of any type as a message shows it: what is missing is called so, text stands in quotes. */
export function shownValue(value: unknown): string {
  return value === undefined ? "(missing)" : (JSON.stringify(value) ?? String(value));
}

/** A property that has to be text; anything else becomes a text in brackets, which no parser takes for a value. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "(missing)" : `(${shownValue(value)})`;
}
