import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { bindingsIn, type Holder, holdersOf, roleOf, rolesIn } from "../../subjects/kubernetes/access";
import { GROUPS, type MadeObject, objectNamed } from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

/** Roles of the cluster itself that are narrow enough to be given as they are. */
const BUILT_IN = ["view"];

/** V-03, V-09, H-16: who has a right is in a group that somebody keeps, and has it in one namespace. */
export const bindingsToNamedGroups = stackRule<MadeObject>({
  id: "bindings-to-named-groups",
  info: "every role is given to a named group of people or to a service account of its own namespace, and a tenant's hold there alone",
  explanation:
    "Rights of one person stay after that person has gone. A group of the API server's own, such as all who are logged in, is everybody's, and a right in the whole cluster is one in every client's namespace.",
  remedy:
    "bind a Role of the same stack, in its namespace, to the group that the identity provider tells, such as zorgplein-developers",
  promises: ["V-03", "V-09", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "the right would be somebody's who was never named" },
  subjects: bindingsIn,
  judge(binding, stack) {
    const holders = holdersOf(binding);
    return [
      ...(holders.length === 0 ? ["it gives a role to nobody"] : []),
      ...holders.flatMap((holder) => wrongHolder(holder, binding, stack)),
      ...wrongRole(binding, stack),
    ];
  },
});

function wrongHolder(
  { kind, name, namespace }: Holder,
  { object }: MadeObject,
  stack: StackOutput,
): readonly string[] {
  switch (kind) {
    case "Group":
      return wrongGroup(name, object);
    case "ServiceAccount":
      if (object.namespace !== undefined && namespace !== object.namespace)
        return [`it is for ${name} of the namespace ${namespace ?? "of nobody"}, not of its own`];
      return objectNamed(stack, GROUPS.core, "ServiceAccount", { namespace, name }) === undefined
        ? [`it is for the account ${name}, which this stack does not make`]
        : [];
    default:
      return [`it is for the ${kind} ${name}, not for a group`];
  }
}

function wrongGroup(name: string, { kind }: MadeObject["object"]): readonly string[] {
  return [
    ...(name.startsWith("system:") ? [`it is for ${name}, a group of the API server's own`] : []),
    ...(kind === "ClusterRoleBinding" ? [`it shows ${name} what is every client's`] : []),
  ];
}

function wrongRole(binding: MadeObject, stack: StackOutput): readonly string[] {
  const { kind, name } = roleOf(binding);
  const isOwn = rolesIn(stack).some(
    ({ object }) =>
      object.kind === kind &&
      object.name === name &&
      (kind === "ClusterRole" || object.namespace === binding.object.namespace),
  );
  return [
    ...(isOwn || (kind === "ClusterRole" && BUILT_IN.includes(name))
      ? []
      : [`it gives the ${kind} ${name}, of which this stack does not say what it allows`]),
    ...(binding.object.kind === "ClusterRoleBinding" && stack.model.kind !== "platform"
      ? ["it holds in the whole cluster"]
      : []),
  ];
}
