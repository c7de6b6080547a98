import { InvalidError } from "../model/mistake";

/**
 * A text as one word of sh: in single quotes, in which nothing has a meaning.
 *
 * @throws InvalidError for control characters and line ends, which no setting of ours has
 */
export function shellQuote(text: string): string {
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) {
    throw new InvalidError({
      value: JSON.stringify(text),
      problem: "has a line end or a control character where a server reads one line",
      remedy: "write it on one line",
    });
  }
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A file of settings that our programs read with `.`, one `name='value'` a line. */
export function shellSettings(settings: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${shellQuote(String(value))}`);
  return `# Rendered. A change made here is undone when the server is replaced.\n${lines.join("\n")}\n`;
}
