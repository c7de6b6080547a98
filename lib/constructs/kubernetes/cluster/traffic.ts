import type { Cidr } from "../../../model/cidr";
import type { IpAddress } from "../../../model/ip";
import type { Port } from "../../../model/port";
import type { EgressRule, IngressRule } from "../../../network/network-policy";
import { NAMESPACE_NAME } from "../../../network/workload-facts";
import type { Scraper } from "./scraper";

/** To addresses, over one TCP port. */
export function toAddresses(
  addresses: readonly (IpAddress | Cidr)[],
  { first }: Pick<Port, "first">,
): EgressRule {
  return {
    to: addresses.map((address) => ({ ipBlock: { cidr: asNetwork(address) } })),
    ports: [{ protocol: "TCP", port: first }],
  };
}

/** From the pods that fetch figures, to the port that serves them. */
export function fromScraper({ namespace, labels }: Scraper, port: number): IngressRule {
  return { from: [peer(namespace, labels)], ports: [{ protocol: "TCP", port }] };
}

/** To the pods that know which alarms are raised. */
export function toScraper({ namespace, labels }: Scraper, port: number): EgressRule {
  return { to: [peer(namespace, labels)], ports: [{ protocol: "TCP", port }] };
}

function peer(namespace: string, labels: Readonly<Record<string, string>>) {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
    podSelector: { matchLabels: labels },
  };
}

function asNetwork(address: IpAddress | Cidr): string {
  return "prefix" in address ? `${address}` : `${address}/${address.family === 4 ? 32 : 128}`;
}
