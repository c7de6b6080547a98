import { InvalidError, type Mistakes } from "./mistake";
import { shownValue } from "./text";

/**
 * Makes something of each item of a list that somebody declared. What is no list, or has an item that cannot be made, is a
 * mistake under the property's name; what can be made is in the answer.
 *
 * @param declared undefined for nothing
 * @param example the remedy where it is no list, for example `[{ rule, resource }]`
 */
export function checkList<P, T>(
  property: string,
  declared: readonly P[] | undefined,
  example: string,
  check: Mistakes,
  make: (item: P) => T,
): readonly T[] {
  if (declared === undefined) return [];
  if (!Array.isArray(declared)) {
    check.add({
      property,
      value: shownValue(declared),
      problem: "is not a list",
      remedy: `write ${property}: ${example}, or leave it out where there is none`,
    });
    return [];
  }
  const made = declared.map((item, index) => check.attempt(`${property}[${index}]`, () => make(item)));
  return made.filter((one) => one !== undefined);
}

/** Something with properties. @throws InvalidError for anything else, such as null or a text */
export function checkRecord<P extends object>(kind: string, value: P): P {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new InvalidError({
    value: shownValue(value),
    problem: `is not ${kind}`,
    remedy: `write ${kind} between braces, or take it out of the list`,
  });
}
