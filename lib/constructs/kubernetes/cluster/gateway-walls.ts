import { Construct } from "constructs";
import type { NetworkPolicy } from "../../../network/network-policy";
import {
  DNS_LABELS,
  DNS_NAMESPACE,
  GATEWAY_NAMESPACE,
  NAMESPACE_NAME,
} from "../../../network/workload-facts";
import { addPolicy } from "../policy-resource";
import type { Scraper } from "./scraper";
import { fromScraper } from "./traffic";

/** The proxies that Envoy Gateway makes, one Deployment for each Gateway, all in its own namespace. */
const PROXIES = {
  "app.kubernetes.io/component": "proxy",
  "app.kubernetes.io/managed-by": "envoy-gateway",
} as const;

/** The controller that tells them what to do, and the port at which it does. */
const CONTROLLER = { "control-plane": "envoy-gateway" } as const;
const CONFIGURATION_PORT = 18_000;

/** At which a proxy serves its own figures. */
const FIGURES_PORT = 19_001;

/**
 * Closes the proxies of all gateways both ways, but for what each of them needs to be one (V-09, H-05): names, what its
 * controller tells it, and who fetches its figures. Who may visit, and where to a proxy passes visitors on, is said by the
 * tenants, whose policies add to this.
 */
export class GatewayWalls extends Construct {
  readonly policies: readonly NetworkPolicy[];

  constructor(scope: Construct, id: string, labels: Readonly<Record<string, string>>, scraper: Scraper) {
    super(scope, id);
    const wall = proxyWall(scraper);
    const { name, namespace } = wall.metadata;
    addPolicy(this, "proxies", { name, namespace, labels, podLabels: PROXIES }, () => wall);
    this.policies = [wall];
  }
}

function proxyWall(scraper: Scraper): NetworkPolicy {
  const pods = (namespace: string, matchLabels: Readonly<Record<string, string>>) => ({
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } },
    podSelector: { matchLabels },
  });
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "proxies", namespace: GATEWAY_NAMESPACE },
    spec: {
      podSelector: { matchLabels: PROXIES },
      policyTypes: ["Ingress", "Egress"],
      ingress: [fromScraper(scraper, FIGURES_PORT)],
      egress: [
        {
          to: [pods(DNS_NAMESPACE, DNS_LABELS)],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
        { to: [pods(GATEWAY_NAMESPACE, CONTROLLER)], ports: [{ protocol: "TCP", port: CONFIGURATION_PORT }] },
      ],
    },
  };
}
