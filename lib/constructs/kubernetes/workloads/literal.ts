/** A text of somebody's as Terraform leaves it: `${` and `%{` in it mean nothing. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, "$&$&");
}
