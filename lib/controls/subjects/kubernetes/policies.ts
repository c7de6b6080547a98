import type { Addresses } from "../../../network/addresses";
import type { NetworkPolicy, Peers, PolicyRule } from "../../../network/kubernetes/policy";
import { readNetworkPolicy } from "../../../network/kubernetes/read-network-policy";
import type { Selector } from "../../../network/kubernetes/selector";
import { FAMILIES } from "../../../network/packet-space";
import { onceFor } from "../../once-for";
import type { StackOutput } from "../../terraform/stack-output";
import { canonical } from "./fields";
import { GROUPS, type MadeObject, ofKind } from "./objects";

/** The NetworkPolicies of a stack. */
export function policyObjects(stack: StackOutput): readonly MadeObject[] {
  return ofKind(stack, GROUPS.network, "NetworkPolicy");
}

/** What a NetworkPolicy means. @throws InvalidError for one that the API would refuse, or that nobody understands */
export const policyOf = onceFor(({ object }: MadeObject): NetworkPolicy => readNetworkPolicy(object.body));

/** The same policies, all read. @throws InvalidError for the first that cannot be */
export function policiesOf(stack: StackOutput): readonly NetworkPolicy[] {
  return policyObjects(stack).map(policyOf);
}

/** What a policy means as a text: the same for the same meaning, in whichever form and order of keys it was written. */
export function meaningOf({ namespace, name, pods, ingress, egress }: NetworkPolicy): string {
  const rules = (list: readonly PolicyRule[] | undefined) => list?.map(ruleMeaning) ?? "open";
  return canonical({
    namespace,
    name,
    pods: selectorMeaning(pods),
    ingress: rules(ingress),
    egress: rules(egress),
  });
}

function ruleMeaning({ peers, ports }: PolicyRule) {
  return { peers: peers === "everyone" ? peers : peers.map(peerMeaning), ports };
}

function peerMeaning(peer: Peers) {
  if (peer.kind === "networks") return addressText(peer.addresses);
  return {
    namespaces: peer.namespaces === undefined ? "its own" : selectorMeaning(peer.namespaces),
    pods: selectorMeaning(peer.pods),
  };
}

function selectorMeaning({ requirements }: Selector): readonly string[] {
  return requirements.map(canonical).sort();
}

function addressText(addresses: Addresses): string {
  return FAMILIES.flatMap((family) =>
    addresses.in(family).ranges.map(({ first, last }) => `${family}:${first}-${last}`),
  ).join(",");
}
