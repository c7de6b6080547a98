import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { RESOURCES } from "../../subjects/kubernetes/demand";
import { amountIn, inner } from "../../subjects/kubernetes/fields";
import { namespacesIn } from "../../subjects/kubernetes/namespaces";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

/** What a quota bounds at the least: pods, what they ask for, and what they may use. */
const BOUNDED = [
  "pods",
  "requests.cpu",
  ...["memory", "ephemeral-storage"].flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  "requests.storage",
];

/** Other ways to write the same. */
const SAME: Readonly<Record<string, string>> = {
  "requests.cpu": "cpu",
  "requests.memory": "memory",
  "requests.ephemeral-storage": "ephemeral-storage",
  pods: "count/pods",
};

/** Openings that go past the gateways, of which a tenant has none. */
const NONE_OF = ["services.nodeports", "services.loadbalancers"];

/** B-21, B-09: one client's peak is not another's want. */
export const quotaAndLimits = stackRule<MadeObject>({
  id: "quota-and-limits",
  info: "every tenant's namespace has one quota for pods, processors, memory and disk, and limits for a container that names none",
  explanation:
    "Without a quota one client's peak, or one loop that makes pods, takes the nodes of all others. A container without limits takes its node's memory, and the kernel then stops whoever it likes.",
  remedy: "give the namespace a ResourceQuota and a LimitRange of its own, as the library's Tenant does",
  promises: ["B-21", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => (stack.model.kind === "platform" ? [] : namespacesIn(stack)),
  judge({ object: { name } }, stack) {
    const quotas = inNamespace(stack, "ResourceQuota", name);
    return problemsOf(
      unless(quotas.length === 1, `it has ${quotas.length} quotas, not one`),
      ...quotas.flatMap(wrongQuota),
      ...wrongLimits(inNamespace(stack, "LimitRange", name)),
    );
  },
});

function inNamespace(stack: StackOutput, kind: string, namespace: string): readonly MadeObject[] {
  return ofKind(stack, GROUPS.core, kind).filter(({ object }) => object.namespace === namespace);
}

function wrongQuota({ spec }: MadeObject): readonly string[] {
  const hard = inner(spec, "hard");
  const has = (key: string) => hard.has(key) || hard.has(SAME[key] ?? key);
  const isScoped = spec.has("scopes") || spec.has("scopeSelector");
  return problemsOf(
    ...BOUNDED.filter((key) => !has(key)).map((key) => `its quota does not bound ${key}`),
    ...NONE_OF.filter((key) => hard.values[key] !== "0" && hard.values[key] !== 0).map(
      (key) => `its quota leaves room for ${key}`,
    ),
    unless(!isScoped, "its quota is for some pods only"),
  );
}

function wrongLimits(ranges: readonly MadeObject[]): readonly string[] {
  if (ranges.length > 1) return [`it has ${ranges.length} LimitRanges, and nobody knows which holds`];
  const limits = ranges
    .flatMap(({ spec }) => spec.blocks("limits"))
    .filter((limit) => limit.text("type") === "Container");
  const lacks = (key: "default" | "defaultRequest", name: string) =>
    !limits.some((limit) => amountIn(inner(limit, key), name) !== undefined);
  return [
    ...RESOURCES.filter((name) => lacks("defaultRequest", name)).map(
      (name) => `a container that names no request for ${name} is given none`,
    ),
    // A processor that is not limited is shared by what was asked for, and stops nobody.
    ...RESOURCES.filter((name) => name !== "cpu" && lacks("default", name)).map(
      (name) => `a container that names no limit for ${name} is given none`,
    ),
  ];
}
