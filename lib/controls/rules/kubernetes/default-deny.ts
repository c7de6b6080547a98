import { type Labels, selects } from "../../../network/kubernetes/selector";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { namespacesIn, PROXY_NAMESPACE } from "../../subjects/kubernetes/namespaces";
import type { MadeObject } from "../../subjects/kubernetes/objects";
import { type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import { policiesOf } from "../../subjects/kubernetes/policies";
import type { StackOutput } from "../../terraform/stack-output";

/** Something that makes pods, or a place for them; undefined for the proxies of a cluster, which their controller makes. */
interface Closed extends Subject {
  readonly made: MadeObject | undefined;
}

/** By which the proxies of all gateways are known. */
const PROXIES = {
  "app.kubernetes.io/component": "proxy",
  "app.kubernetes.io/managed-by": "envoy-gateway",
};

/** V-09, B-09, H-05: what nobody declared does not pass, in either direction. */
export const defaultDeny = stackRule<Closed>({
  id: "default-deny",
  info: "every namespace has a policy that closes all of its pods both ways, and every pod is behind one, proxies of gateways among them",
  explanation:
    "A pod that no policy is about reaches everybody on the cluster and is reached by everybody, other clients among them. A policy about one direction leaves the other open.",
  remedy:
    "give the namespace a NetworkPolicy with an empty podSelector and both policyTypes, and no rules in it",
  promises: ["V-09", "B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "clients could reach each other" },
  subjects: (stack) => [
    ...[...namespacesIn(stack), ...podMakers(stack).filter(({ pod }) => !isOfNode(pod.values))].map(
      (made) => ({ id: made.id, made }),
    ),
    ...(stack.model.kind === "platform" && stack.model.site.kubernetes !== undefined
      ? [{ id: `${stack.name}/cluster`, made: undefined }]
      : []),
  ],
  judge({ made }, stack) {
    if (made === undefined) return wrongPods(PROXY_NAMESPACE, PROXIES, stack);
    if (made.object.kind === "Namespace") return wrongNamespace(made, stack);
    return wrongPods(made.object.namespace, (made as PodMaker).podLabels, stack);
  },
});

/** A pod in its node's network is the node, of which policies say nothing. */
function isOfNode({ hostNetwork }: Readonly<Record<string, unknown>>): boolean {
  return hostNetwork === true;
}

function wrongNamespace({ object: { name } }: MadeObject, stack: StackOutput): readonly string[] {
  const closes = policiesOf(stack).some(
    ({ namespace, pods, ingress, egress }) =>
      namespace === name && pods.requirements.length === 0 && ingress?.length === 0 && egress?.length === 0,
  );
  return closes ? [] : ["no policy closes all its pods in both directions"];
}

function wrongPods(namespace: string | undefined, podLabels: Labels, stack: StackOutput): readonly string[] {
  const about = policiesOf(stack).filter(
    (policy) => policy.namespace === namespace && selects(policy.pods, podLabels),
  );
  return (["ingress", "egress"] as const)
    .filter((direction) => about.every((policy) => policy[direction] === undefined))
    .map(
      (direction) =>
        `no policy closes ${namespace === PROXY_NAMESPACE ? "the proxies of its gateways" : "its pods"} to ${direction === "ingress" ? "who comes" : "where they go"}`,
    );
}
