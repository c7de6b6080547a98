import type { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Lazy } from "cdktf";
import type { Construct } from "constructs";
import type {
  LabelSelector,
  NetworkPeer,
  NetworkPolicy,
  PodPeer,
  PolicyPort,
} from "../../network/network-policy";

type Rule = { readonly peers: readonly (NetworkPeer | PodPeer)[]; readonly ports: readonly PolicyPort[] };

/** What a policy is known by from the start; what it allows follows from all flows, so it is asked for at synth. */
export interface PolicyIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  /** What has to be there before it. @default nothing */
  readonly waitsFor?: NamespaceV1[];
}

/** A NetworkPolicy as a resource of Terraform. */
export function addPolicy(
  scope: Construct,
  id: string,
  { name, namespace, labels, podLabels, waitsFor = [] }: PolicyIdentity,
  render: () => NetworkPolicy,
): NetworkPolicyV1 {
  let rendered: NetworkPolicy | undefined;
  const policy = () => {
    rendered ??= render();
    return rendered;
  };
  // The binding passes a lazy value on as it is, so it is in Terraform's own words.
  const rules = (key: "ingress" | "egress", peers: "from" | "to") =>
    Lazy.anyValue({
      produce: () => {
        const list = rulesOf(policy(), key);
        // An empty list means the same as none, but the provider keeps finding a difference between them.
        return list.length === 0 ? undefined : list.map((rule) => inTerraform(rule, peers));
      },
    });
  return new NetworkPolicyV1(scope, id, {
    dependsOn: waitsFor,
    metadata: {
      name,
      namespace,
      labels,
      annotations: Lazy.anyValue({ produce: () => policy().metadata.annotations }) as never,
    },
    spec: {
      podSelector: selector(podLabels),
      policyTypes: ["Ingress", "Egress"],
      ingress: rules("ingress", "from") as never,
      egress: rules("egress", "to") as never,
    },
  });
}

function rulesOf({ spec }: NetworkPolicy, key: "ingress" | "egress"): readonly Rule[] {
  if (key === "ingress") return (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }));
  return (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

function inTerraform({ peers, ports }: Rule, key: "from" | "to") {
  return {
    [key]: peers.map((peer) =>
      "ipBlock" in peer
        ? { ip_block: { cidr: peer.ipBlock.cidr } }
        : {
            namespace_selector: { match_labels: peer.namespaceSelector.matchLabels },
            pod_selector: { match_labels: peer.podSelector.matchLabels },
          },
    ),
    ports: ports.map(({ protocol, port, endPort }) => ({
      protocol,
      port: String(port),
      ...(endPort === undefined ? {} : { end_port: endPort }),
    })),
  };
}

function selector(matchLabels: LabelSelector["matchLabels"]) {
  return Object.keys(matchLabels).length === 0 ? {} : { matchLabels };
}
