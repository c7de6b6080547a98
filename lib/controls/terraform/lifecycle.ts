import { isObject } from "./fields";
import type { Resource } from "./resource";
import type { StackOutput } from "./stack-output";

/** The `lifecycle` block of a resource in a synth; empty where it has none. */
export function lifecycleOf(
  { whole }: StackOutput,
  { address, type, isData }: Resource,
): Readonly<Record<string, unknown>> {
  const name = address.slice(address.lastIndexOf(".") + 1);
  const path = [isData ? "data" : "resource", type, name, "lifecycle"];
  const found = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), whole);
  return isObject(found) ? found : {};
}
