/**
 * What the API documentation leaves to the cluster's network, or allows whatever policies say, and how it is answered
 * here. For whoever prints an answer: it holds under these.
 */
export const ASSUMPTIONS = {
  icmp: "NetworkPolicies judge TCP, UDP and SCTP. ICMP is counted where no policy governs either end; elsewhere it is undefined, and not counted.",
  "ip-block-of-pod":
    "An ipBlock is meant for addresses outside the cluster, and it is undefined whether it also means pods. It is read as if it did not.",
  "host-network":
    "A pod in its node's network is taken for the node: no policy governs it, and others mean it by its addresses alone, never by labels.",
  "own-node": "A pod's own node always reaches it, and it always reaches its node. This is not counted.",
  itself: "A pod always reaches itself.",
  rewriting:
    "Addresses are those the policy sees. Whether a load balancer or a Service rewrites them first is undefined.",
  replies:
    "What is answered is who may open a connection. Its replies pass, and so do connections from before a policy.",
  enforcement: "The cluster's network enforces NetworkPolicies; without such a network they do nothing.",
} as const;

/** Something in one answer that rests on an assumption. */
export interface Unspecified {
  readonly assumption: Extract<keyof typeof ASSUMPTIONS, "icmp" | "ip-block-of-pod" | "host-network">;
  /** A pod, a wall of one such as `verne/web ingress`, or a rule such as `verne/web-policy spec.ingress[0]`. */
  readonly subject: string;
}
