import { Addresses } from "../../../network/addresses";
import type { NetworkPolicy, Peers, PodPeers, PolicyRule } from "../../../network/kubernetes/policy";
import { type Selector, selects } from "../../../network/kubernetes/selector";
import { FAMILIES } from "../../../network/packet-space";
import { NAMESPACE_NAME } from "../../../network/workload-facts";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { exposuresAt, gatewaysIn } from "../../subjects/kubernetes/gateways";
import { DNS_NAMESPACE, namespacesIn, PROXY_NAMESPACE } from "../../subjects/kubernetes/namespaces";
import { type MadeObject, recordOf } from "../../subjects/kubernetes/objects";
import { policyObjects, policyOf } from "../../subjects/kubernetes/policies";
import type { StackOutput } from "../../terraform/stack-output";

/** V-09, B-09: who a policy lets through is somebody it names. */
export const policyPeersKnown = stackRule<MadeObject>({
  id: "policy-peers-known",
  info: "every policy is about pods of a workload or all of its namespace, names who it lets through and over which ports, and no namespace but its own stack's, the resolvers' and the proxies'; what serves all tenants also pods it names by labels",
  explanation:
    "An empty selector means everybody on the cluster and a missing list everybody there is; a namespace chosen by its labels is whoever writes these labels next.",
  remedy:
    "name peers by the namespace's own label kubernetes.io/metadata.name with the labels of the pods, or by networks, and name the ports",
  promises: ["V-09", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: policyObjects,
  judge(made, stack) {
    const policy = policyOf(made);
    const rules = [...(policy.ingress ?? []), ...(policy.egress ?? [])];
    return [...wrongPodsOf(policy, stack), ...rules.flatMap((rule) => wrongRule(rule, policy, stack))];
  },
});

/** A policy about pods that nobody declared waits for somebody to make them. Of a platform's pods some are made by its programs. */
function wrongPodsOf({ namespace, pods }: NetworkPolicy, stack: StackOutput): readonly string[] {
  const isAboutAll = pods.requirements.length === 0;
  if (isAboutAll || stack.model.kind === "platform") return [];
  const isKnown = recordOf(stack).workloads.some(
    (workload) => workload.namespace === namespace && selects(pods, workload.labels),
  );
  return isKnown ? [] : ["it is about pods of no workload"];
}

function wrongRule(rule: PolicyRule, policy: NetworkPolicy, stack: StackOutput): readonly string[] {
  const { path, peers, ports } = rule;
  const isEveryPort = ports === "all" || ports.some(({ kind }) => kind === "all");
  return [
    ...(isEveryPort ? [`${path} is about every port`] : []),
    ...(peers === "everyone"
      ? [`${path} names nobody, and so means everyone`]
      : peers.flatMap((peer) => wrongPeer(peer, path, policy, stack))),
  ];
}

function wrongPeer(peer: Peers, path: string, policy: NetworkPolicy, stack: StackOutput): readonly string[] {
  if (peer.kind === "pods") return wrongPods(peer, path, policy, stack);
  const isEveryone = FAMILIES.some((family) => peer.addresses.in(family).covers(Addresses.ALL.in(family)));
  return isEveryone && !isOfPublicGateway(policy, stack)
    ? [`${path} lets every address there is through, other clients' among them`]
    : [];
}

function wrongPods(
  { namespaces, pods }: PodPeers,
  path: string,
  policy: NetworkPolicy,
  stack: StackOutput,
): readonly string[] {
  if (namespaces === undefined) return [];
  const named = namesIn(namespaces);
  if (named === undefined) return [`${path} means namespaces by their labels, whoever writes these`];
  const known = knownTo(stack);
  // Whoever runs the cluster fetches figures of what serves all tenants; of a tenant's pods nobody does.
  const isFiguresOfPlatform = stack.model.kind === "platform" && pods.requirements.length > 0;
  return named.flatMap((name) => [
    ...(known.includes(name) || isFiguresOfPlatform
      ? []
      : [`${path} lets pods of ${name} through, which is another's`]),
    ...(name !== policy.namespace && pods.requirements.length === 0
      ? [`${path} lets all pods of ${name} through`]
      : []),
  ]);
}

/** Names of namespaces in a selector that is about those alone. */
function namesIn({ requirements }: Selector): readonly string[] | undefined {
  const named = requirements.find(({ key, operator }) => key === NAMESPACE_NAME && operator === "In");
  return named?.values;
}

function knownTo(stack: StackOutput): readonly string[] {
  return [
    ...[DNS_NAMESPACE, PROXY_NAMESPACE],
    ...recordOf(stack).namespaces.map(({ name }) => name),
    ...namespacesIn(stack).map(({ object }) => object.name),
  ];
}

/** Everyone may come to a gateway that is for everyone; the edge sorts out who that is. */
function isOfPublicGateway({ namespace, pods }: NetworkPolicy, stack: StackOutput): boolean {
  return gatewaysIn(stack).some(
    (gateway) =>
      gateway.namespace === namespace &&
      pods.requirements.length > 0 &&
      selects(pods, gateway.labels) &&
      exposuresAt(gateway, stack).some(({ exposure }) => exposure === "public"),
  );
}
