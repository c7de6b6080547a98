import type { Addresses } from "../addresses";
import type { Selector } from "./selector";

/** What a NetworkPolicy judges. Everything else, ICMP among it, is left to the cluster's network. */
export type Transport = "TCP" | "UDP" | "SCTP";

export const TRANSPORTS: readonly Transport[] = ["TCP", "UDP", "SCTP"];

/** The ways in which a policy governs a pod. */
export type Direction = "ingress" | "egress";

/** Pods by their labels and those of their namespace. */
export interface PodPeers {
  readonly kind: "pods";
  /** Undefined for the namespace of the policy alone. */
  readonly namespaces: Selector | undefined;
  readonly pods: Selector;
}

/** The addresses of an `ipBlock`, without its exceptions. */
export interface NetworkPeers {
  readonly kind: "networks";
  readonly addresses: Addresses;
}

export type Peers = PodPeers | NetworkPeers;

/** Ports of one protocol at the destination. A name stands for the number each destination pod gives it. */
export type PolicyPort = { readonly protocol: Transport } & (
  | { readonly kind: "all" }
  | { readonly kind: "range"; readonly first: number; readonly last: number }
  | { readonly kind: "name"; readonly name: string }
);

/** What one item of `ingress` or `egress` allows: any of the peers, over any of the ports. */
export interface PolicyRule {
  /** Where it stands in the policy, for example `spec.ingress[0]`. */
  readonly path: string;
  readonly peers: "everyone" | readonly Peers[];
  readonly ports: "all" | readonly PolicyPort[];
}

/**
 * A NetworkPolicy with what the API means by empty and missing already decided, so that an empty list here is nobody
 * and nothing. {@link readNetworkPolicy} makes it.
 */
export interface NetworkPolicy {
  readonly namespace: string;
  readonly name: string;
  /** The pods of its namespace it is about. */
  readonly pods: Selector;
  /** What it allows in; undefined when it says nothing of that direction, and does not close it either. */
  readonly ingress: readonly PolicyRule[] | undefined;
  /** What it allows out; undefined when it says nothing of that direction, and does not close it either. */
  readonly egress: readonly PolicyRule[] | undefined;
}
