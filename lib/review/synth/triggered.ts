import { isObject } from "../../controls/terraform/fields";
import type { StackOutput } from "../../controls/terraform/stack-output";
import type { ResourceChange } from "../stack-review";
import { bodiesOf } from "./bodies";

/** What changes a thing, so that what waits for it is replaced. */
const TRIGGERS = new Set(["update", "replace", "replace-after"]);

/**
 * Adds the resources that Terraform replaces because another one changes (`lifecycle.replace_triggered_by`), though nothing in them
 * does. What is named only because another is replaced by this follows in turn.
 */
export function withTriggered(
  changes: readonly ResourceChange[],
  after: StackOutput,
): readonly ResourceChange[] {
  const waiting = [...bodiesOf(after).values()].flatMap(({ address, type, json }) => {
    const { lifecycle } = json;
    const triggers = isObject(lifecycle) ? [lifecycle.replace_triggered_by].flat() : [];
    const named = triggers
      .filter((item) => typeof item === "string")
      .map((item) => item.replace(/^\$\{(.*)\}$/, "$1"));
    return named.length === 0 ? [] : [{ address, type, named }];
  });
  const known = new Map(changes.map((change) => [change.address, change]));
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const { address, type, named } of waiting) {
      const own = known.get(address);
      const trigger = named.find((name) => isTriggering(known, name));
      if (trigger === undefined || isRemade(own)) continue;
      known.set(address, { ...(own ?? nothingBeside(address, type)), ...replacedFor(trigger) });
      isGrowing = true;
    }
  }
  return [...known.values()];
}

function isTriggering(changes: ReadonlyMap<string, ResourceChange>, name: string): boolean {
  const change = [...changes.values()].find(
    ({ address }) => name === address || name.startsWith(`${address}.`),
  );
  if (change === undefined || change.isCosmetic || !TRIGGERS.has(change.action)) return false;
  const attribute = name.slice(change.address.length + 1);
  return (
    attribute === "" ||
    change.action !== "update" ||
    change.attributes.some(({ path }) => path.startsWith(attribute))
  );
}

function isRemade(change: ResourceChange | undefined): boolean {
  return change !== undefined && ["create", "replace", "replace-after"].includes(change.action);
}

function replacedFor(trigger: string) {
  const reason = `${trigger} changes, and it is made anew with that (replace_triggered_by)`;
  return { action: "replace" as const, reason, isCosmetic: false };
}

function nothingBeside(address: string, type: string): ResourceChange {
  return {
    address,
    type,
    action: "replace",
    previousAddress: undefined,
    importing: undefined,
    reason: undefined,
    replacePaths: [],
    attributes: [],
    isCosmetic: false,
  };
}
