import type { Body } from "../../support/app";
import type { Weakening } from "./objects";

/** A network of twice the size. */
export function wider(cidr: string): string {
  const [address = "", prefix = "32"] = cidr.split("/");
  const length = Number(prefix) - 1;
  const bits = address.split(".").reduce((all, part) => all * 256 + Number(part), 0);
  const first = Math.floor(bits / 2 ** (32 - length)) * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${length}`;
}

const rulesOf = (policy: Body) =>
  [policy["spec"].ingress, policy["spec"].egress].flatMap((rules) => rules ?? []) as Body[];
const peersOf = (policy: Body) =>
  rulesOf(policy).flatMap((rule) => rule["from"] ?? rule["to"] ?? []) as Body[];
const portsOf = (policy: Body) => rulesOf(policy).flatMap((rule) => rule["ports"] ?? []) as Body[];
export const first = (list: readonly Body[], edit: (item: Body) => unknown) =>
  list[0] === undefined ? false : edit(list[0]);

export const OF_POLICIES: readonly Weakening[] = [
  { what: "lets everybody in", change: ({ spec }) => (spec.ingress = [{}]) },
  { what: "lets everything out", change: ({ spec }) => (spec.egress = [{}]) },
  { what: "is about what comes alone", change: ({ spec }) => (spec.policy_types = ["Ingress"]) },
  { what: "is about what goes alone", change: ({ spec }) => (spec.policy_types = ["Egress"]) },
  {
    what: "is for other pods",
    change: ({ spec }) => (spec.pod_selector = { match_labels: { app: "other" } }),
  },
  {
    what: "is for every namespace at the other end",
    change: (policy) =>
      first(
        peersOf(policy).filter((peer) => peer["namespace_selector"] !== undefined),
        (peer) => (peer["namespace_selector"] = {}),
      ),
  },
  {
    what: "is for all pods of a namespace at the other end",
    change: (policy) =>
      first(
        peersOf(policy).filter((peer) => peer["pod_selector"] !== undefined),
        (peer) => (peer["pod_selector"] = {}),
      ),
  },
  {
    what: "is wider by a bit",
    change: (policy) =>
      first(
        peersOf(policy).filter((peer) => peer["ip_block"] !== undefined),
        ({ ip_block }) => (ip_block.cidr = wider(ip_block.cidr)),
      ),
  },
  {
    what: "is for a port more",
    change: (policy) => first(portsOf(policy), (port) => (port["end_port"] = Number(port["port"]) + 1)),
  },
  { what: "is for all ports", change: (policy) => first(rulesOf(policy), (rule) => delete rule["ports"]) },
];
