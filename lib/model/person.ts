import { InvalidError } from "./mistake";
import { checkText } from "./text";

/**
 * A named person, by first and last name: a team or a function answers for nothing.
 *
 * @param kind what the person is, for messages: `the owner of a waiver`
 * @throws InvalidError when missing, not one printable line, or a single word
 */
export function checkPerson(kind: string, value: unknown): string {
  const text = checkText(kind, value);
  if (/^\S+( \S+)+$/.test(text)) return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: `is no person's first and last name; ${kind} is a person, not a team`,
    remedy: "write for example Jo de Vries",
  });
}
