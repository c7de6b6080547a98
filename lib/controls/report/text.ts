/**
 * A text on one line. Findings quote what somebody declared: what would end a line, steer a terminal, turn the reading
 * direction or is no character at all becomes a space, so that no format has to fear it.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]+/gu, " ");
}

/** What nobody sees, or what would steer a terminal, between the lines of indented JSON. */
const HIDDEN = /(?!\n)[\p{C}\u2028\u2029]/gu;

/**
 * A value as indented JSON, with a new line at its end. Signs that {@link oneLine} fears stand as escapes in it: a program reads the same,
 * and who reads along in a terminal sees them.
 */
export function jsonText(value: unknown): string {
  const shown = (sign: string) =>
    Array.from(sign.split(""), (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
  return `${JSON.stringify(value, undefined, 2).replace(HIDDEN, shown)}\n`;
}

/** At most so many characters, the last of them an ellipsis where something was cut. */
export function clip(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}

/** `1 rule`, `2 rules`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `a, b and 3 more`, for at most so many names. */
export function listed(names: readonly string[], most = 6): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}
