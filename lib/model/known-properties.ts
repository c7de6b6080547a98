import { InvalidError, type Mistakes } from "./mistake";
import { nearestName } from "./nearest-name";
import { shownValue } from "./text";

/** Every property that some props may have: the compiler knows when one is forgotten. */
export type Known<Props extends object> = Readonly<Record<keyof Props, true>>;

/**
 * Props as they are declared, without a property that nobody reads: a misspelt one would say nothing, and its author would believe
 * that it does. The compiler tells of it in a literal of TypeScript alone, and neither in JavaScript nor where something is spread.
 *
 * A property that is undefined is not there. What an unknown one holds is never repeated, nor a text that stands in the place of
 * props: it may be a secret.
 *
 * @param property under which they stand; empty for the props of a construct
 * @param kind what has them, such as `a web service`
 * @returns what was declared; without any properties where it is no object, so that what is missing in it is told as well
 */
export function checkProperties<Props extends object>(
  property: string,
  declared: Props | undefined,
  known: Known<Props>,
  kind: string,
  check: Mistakes,
): Props {
  const props = isRecord(declared) ? declared : ({} as Props);
  if (props !== declared && declared !== undefined && declared !== null) {
    check.attempt(property, () => {
      throw new InvalidError({
        value: shownKind(declared),
        problem: `is not what ${kind} is told by, which are properties between braces`,
        remedy: `write { ${Object.keys(known)[0]}: … }, with any of ${Object.keys(known).join(", ")}`,
      });
    });
  }
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    check.attempt(property, () => refuse(name, Object.keys(known), kind));
  }
  return props;
}

/**
 * Values under names of their author's own, such as settings.
 *
 * @returns none, and notes a mistake, for what is no object: of a Map nothing would be read
 */
export function checkNamed<T>(
  property: string,
  declared: Readonly<Record<string, T>> | undefined,
  example: string,
  check: Mistakes,
): readonly (readonly [name: string, value: T])[] {
  if (declared === undefined || declared === null) return [];
  if (isRecord(declared)) return Object.entries(declared);
  check.attempt(property, () => {
    throw new InvalidError({
      value: "(not shown)",
      problem: "is not a value for each name, between braces",
      remedy: `write for example ${example}`,
    });
  });
  return [];
}

/** Whether something has properties; neither a list has, nor a Map. */
export function isRecord(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** What something is, where it may not be repeated. */
function shownKind(value: unknown): string {
  if (typeof value === "string") return "(a text)";
  if (Array.isArray(value)) return "(a list)";
  return typeof value === "object" || typeof value === "function" ? "(not shown)" : shownValue(value);
}

function refuse(name: string, known: readonly string[], kind: string): never {
  const nearest = nearestName(name, known);
  throw new InvalidError({
    property: /^[\w$-]{1,60}$/.test(name) ? name : JSON.stringify(name),
    value: "",
    problem: `is no property of ${kind}, so what it says would hold for nothing`,
    remedy:
      nearest === undefined
        ? `take it out; there are ${known.join(", ")}`
        : `write ${nearest}, or take it out`,
  });
}
