import type { TerraformStack } from "cdktf";
import { InvalidError } from "../model/mistake";
import { pathOf } from "./path";

type Json = Readonly<Record<string, unknown>>;

const EXPRESSION = /\$\{[^}]*\}/g;

/** An object an expression names: `data.TYPE.NAME` or `TYPE.NAME`; the types of all providers have an underscore. */
const OBJECT = /(?<![\w.-])(data\.)?([a-z][a-z0-9]*_[a-z0-9_]+)\.([\w-]+)/g;

/**
 * Holds every reference of a synthesized stack against what the stack itself declares. An object of another stack is
 * found by name through a data source; a direct reference would either dangle or drag that stack's state in.
 *
 * @throws InvalidError naming the references that lead out of the stack
 */
export function checkReferences(stack: TerraformStack, json: Json): void {
  const strays = new Set<string>();
  for (const [expression] of JSON.stringify(json).matchAll(EXPRESSION)) {
    for (const [text, data, type, name] of expression.matchAll(OBJECT)) {
      const declared = json[data === undefined ? "resource" : "data"] as Record<string, Json> | undefined;
      if (declared?.[`${type}`]?.[`${name}`] === undefined) strays.add(text);
    }
  }
  if (strays.size === 0) return;
  throw new InvalidError({
    path: pathOf(stack),
    value: [...strays].join(", "),
    problem: "is referred to here and made elsewhere; stacks do not read each other's state",
    remedy: "look it up by name with a data source in this stack",
  });
}
