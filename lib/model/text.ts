import { InvalidError } from "./mistake";

/**
 * A line of text a person wrote: a reason, an owner, a title. It travels into firewall comments, tags and
 * reports, so it is one printable line of bounded length; what it may not break out of is decided here, once.
 *
 * @param max characters, 80 unless told (an nftables comment holds 128 bytes, and it also names its flow)
 * @throws InvalidError when empty, longer, or not one printable line
 */
export function checkText(kind: string, text: unknown, max = 80): string {
  if (typeof text !== "string" || text.trim() === "") {
    throw new InvalidError({
      value: text === undefined ? "(missing)" : JSON.stringify(text),
      problem: `${kind} is missing`,
      remedy: `write ${kind} in one line of at most ${max} characters`,
    });
  }
  if (text.length > max || text !== text.trim() || /[\p{C}\u2028\u2029]/u.test(text)) {
    throw new InvalidError({
      value: JSON.stringify(text),
      problem: `${kind} is one printable line of at most ${max} characters, without spaces around it`,
      remedy: text.length > max ? `shorten it by ${text.length - max} characters` : "write it on one line",
    });
  }
  return text;
}
