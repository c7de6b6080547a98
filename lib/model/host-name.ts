import { InvalidError } from "./mistake";
import { shownValue } from "./text";

/** A fully qualified host name in lower case (RFC 1123), without a dot at its end. @throws InvalidError */
export function checkHostName(text: unknown, example = "vpn-ams.example.nl"): string {
  const isName =
    typeof text === "string" &&
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(text);
  if (isName) return text;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is not a fully qualified host name in lower case",
    remedy: `write for example ${example}`,
  });
}
