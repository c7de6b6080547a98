import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, mapIn } from "../../subjects/kubernetes/fields";
import { namespacesIn, PROXY_NAMESPACE, SHARED_NAMESPACES } from "../../subjects/kubernetes/namespaces";
import {
  bodyOf,
  type MadeObject,
  madeObjects,
  recordOf,
  shownObject,
} from "../../subjects/kubernetes/objects";
import type { StackOutput } from "../../terraform/stack-output";

/** What a tenant has beside objects in its namespace: that namespace, and the addresses of its pods. */
const OF_THE_CLUSTER = ["Namespace", "IPPool"];

/** The proxies of a tenant's gateways, among those of all. */
const OWNER = "gateway.envoyproxy.io/owning-gateway-namespace";

/** B-09, V-09: a client's stage stands in a namespace of its own, to which its walls and its rights belong. */
export const namespaceNotDefault = stackRule<MadeObject>({
  id: "namespace-not-default",
  info: "everything in Kubernetes stands in a namespace that its own stack makes, and is not the cluster's",
  explanation:
    "Rights, quotas and network policies hold by namespace. In the one that everybody shares, clients and stages see each other, and what stands in no namespace is everybody's.",
  remedy: "give metadata the namespace of the client and stage, such as zorgplein-production",
  promises: ["B-09", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "clients and stages would see each other" },
  subjects: madeObjects,
  judge(made, stack) {
    const { namespace, kind } = made.object;
    if (namespace === undefined) {
      const isAllowed = stack.model.kind === "platform" || OF_THE_CLUSTER.includes(kind);
      return isAllowed
        ? undefined
        : `${shownObject(made)} names no namespace, and lands in default or nowhere`;
    }
    if (SHARED_NAMESPACES.includes(namespace)) return `it stands in ${namespace}, which is everybody's`;
    if (isWallOfOwnProxies(made, stack)) return undefined;
    if (stack.model.kind === "platform") return undefined;
    const known = recordOf(stack).namespaces.map(({ name }) => name);
    return known.includes(namespace) || namespacesIn(stack).some(({ object }) => object.name === namespace)
      ? undefined
      : `it stands in ${namespace}, which is no namespace of ${stack.name}`;
  },
});

/** The wall of a tenant's gateways stands where the proxies are, and selects no others. */
function isWallOfOwnProxies(made: MadeObject, stack: StackOutput): boolean {
  const { kind, namespace } = made.object;
  if (kind !== "NetworkPolicy" || namespace !== PROXY_NAMESPACE) return false;
  const owner = mapIn(inner(bodyOf(made), "spec", "podSelector"), "matchLabels")[OWNER];
  return recordOf(stack).namespaces.some(({ name }) => name === owner && name !== PROXY_NAMESPACE);
}
