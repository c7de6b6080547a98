/** A text of somebody's as Terraform leaves it: `${` and `%{` in it mean nothing. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}

/**
 * The same for a setting or a word of a command, which the node reads once more: to it `$(NAME)` is another setting, and two dollars
 * are one. Doubled they are what was written.
 */
export function verbatim(text: string): string {
  return literal(text.replace(/\$+(?=\()|\$\$+/g, "$&$&"));
}
