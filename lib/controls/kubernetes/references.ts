import { isObject, UNKNOWN } from "../terraform/fields";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";
import type { Resolve } from "./place";

/** A `${…}` that is not escaped by a second `$`. */
const EXPRESSION = /(?<!\$)\$\{([^}]*)\}/g;

/** `kubernetes_namespace_v1.tenant.metadata[0].name`: the resource, and where in it. */
const REFERENCE = /^((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)((?:\.[A-Za-z0-9_-]+|\[\d+\]|\["[^"]*"\])+)$/;

/** A chain of references longer than this goes in a circle. */
const DEEPEST = 20;

/**
 * Resolves references to what is written in other resources of the stack. In a plan Terraform has done so, and a `${` that is left
 * is a text of somebody's, such as a script's.
 */
export function resolverOf(stack: StackOutput): Resolve {
  const isPlan = stack.kind === "plan";
  const resolve = (text: string, where: string, depth: number): unknown => {
    if (isPlan && !isPlannedReference(text)) return text;
    if (depth > DEEPEST) throw new Unreadable(`${where} refers to itself: ${text}`);
    if (/(?<!%)%\{/.test(text))
      throw new Unreadable(`${where} is a template, whose text only Terraform knows`);
    const [first, ...others] = text.matchAll(EXPRESSION);
    if (first === undefined) return plain(text);
    const told = (expression: string) => {
      const found = valueAt(stack, expression.trim(), where);
      return typeof found === "string" ? resolve(found, where, depth + 1) : found;
    };
    if (others.length === 0 && first[0] === text) return told(first[1] ?? "");
    return plain(text.replace(EXPRESSION, (_, expression: string) => textOf(told(expression), where)));
  };
  return (text, where) => resolve(text, where, 0);
}

/** As `withReferences` writes one for a value that only the apply will know. */
function isPlannedReference(text: string): boolean {
  return text.startsWith("${") && text.endsWith("}") && REFERENCE.test(text.slice(2, -1));
}

/** What is written where an expression refers to. @throws Unreadable unless it is a plain reference to something written */
function valueAt(stack: StackOutput, expression: string, where: string): unknown {
  const [, address = "", path = ""] = REFERENCE.exec(expression) ?? [];
  const resource = stack.at(address);
  const refuse = (problem: string) => new Unreadable(`${where} is \${${expression}}, ${problem}`);
  if (resource === undefined) throw refuse("which refers to nothing that is written in the stack");
  const keys = [...path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]|\["([^"]*)"\]/g)].map(
    ([, name, index, key]) => name ?? index ?? key ?? "",
  );
  const isIdentity = keys.length === 1 && keys[0] === "id" && !resource.has("id");
  const found = isIdentity ? identityOf(resource.values) : keys.reduce<unknown>(step, resource.values);
  if (found === undefined || found === null || found === UNKNOWN) {
    throw refuse("which is known only after apply");
  }
  return found;
}

/** A block of which there is one may be written without a list around it. */
function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  if (!isObject(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : key === "0" ? value : undefined;
}

/** The provider's id of an object: `namespace/name`, or the name of what stands in no namespace. */
function identityOf(values: Readonly<Record<string, unknown>>): unknown {
  const [metadata] = [values.metadata].flat();
  if (!isObject(metadata) || typeof metadata.name !== "string") return undefined;
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function textOf(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Unreadable(`${where} has something in it that is no text`);
}

function plain(text: string): string {
  return text.replaceAll("$${", "${").replaceAll("%%{", "%{");
}
