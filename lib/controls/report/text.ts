/**
 * A text on one line. Findings quote what somebody declared: what would end a line, steer a terminal, turn the reading
 * direction or is no character at all becomes a space, so that no format has to fear it.
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]+/gu, " ");
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
