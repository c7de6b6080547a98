import { isObject, UNKNOWN } from "./fields";

type Json = Readonly<Record<string, unknown>>;

/**
 * The values of a planned resource, with a mark where only the apply will know, and with what such a value refers to where the
 * configuration tells: `${vsphere_virtual_machine.edge_1.id}`, as the synth has it.
 *
 * @param unknown `after_unknown` of the change: true at each place that is not known
 * @param expressions of the configuration
 */
export function withReferences(values: Json, unknown: unknown, expressions: unknown): Json {
  const keys = new Set([...Object.keys(values), ...(isObject(unknown) ? Object.keys(unknown) : [])]);
  return Object.fromEntries(
    [...keys].map((key) => [key, plannedValue(values[key], at(unknown, key), at(expressions, key))]),
  );
}

function plannedValue(value: unknown, unknown: unknown, expression: unknown): unknown {
  if (unknown === true) return referenceIn(expression) ?? UNKNOWN;
  if (Array.isArray(unknown) && unknown.some((item) => item === true)) {
    return (
      listReferences(expression) ?? unknown.map((item, index) => (item === true ? UNKNOWN : at(value, index)))
    );
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      plannedValue(item, at(unknown, index), at(expression, index) ?? expression),
    );
  }
  return isObject(value) ? withReferences(value, unknown, expression) : value;
}

/** What a single value refers to; nothing where it is made of several. */
function referenceIn(expression: unknown): unknown {
  const references = fullReferences(expression);
  const [only] = references;
  if (references.length === 1) return only;
  return references.length > 1 ? references : undefined;
}

function listReferences(expression: unknown): readonly string[] | undefined {
  const references = fullReferences(expression);
  return references.length > 0 ? references : undefined;
}

/** Terraform lists `thing.name.id` and then `thing.name`; the longer one says all. */
function fullReferences(expression: unknown): readonly string[] {
  const list = isObject(expression) && Array.isArray(expression.references) ? expression.references : [];
  const texts = list.filter((item) => typeof item === "string");
  const isPart = (text: string) => texts.some((other) => other !== text && other.startsWith(`${text}.`));
  return texts.filter((text) => !isPart(text)).map((text) => `\${${text}}`);
}

function at(container: unknown, key: string | number): unknown {
  if (Array.isArray(container)) return container[Number(key)];
  return isObject(container) ? container[key] : undefined;
}
