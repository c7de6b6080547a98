import * as fc from "fast-check";
import {
  type Environment,
  Exposure,
  Peer,
  Port,
  RedundantVms,
  SitePlatform,
  Stage,
  Street,
  VmSize,
} from "../../../lib";
import { exposeService } from "../../../lib/constructs/kubernetes/exposure/expose";
import { Tenant } from "../../../lib/constructs/kubernetes/tenant";
import { type AppView, buildApp, clientProps } from "../../support/app";
import { clusterSite } from "../../support/cluster-site";
import { PlainWorkload } from "../../support/plain-workload";
import { west } from "../../support/sites";
import { OUTSIDE } from "./policies";

const PODS = ["web", "api", "worker"] as const;
type PodsName = (typeof PODS)[number];

/** Beside networks of the internet one that is private and nobody's here, as a partner's behind a line of their own. */
const NETWORKS = [OUTSIDE[0], OUTSIDE[1], "10.200.8.0/24"] as const;

/** Every port of TCP that a flow may have; the first is where visitors come. */
const LISTENING = [8080, 80, 443, 5432, ...Array.from({ length: 11 }, (_, index) => 8000 + index)];

const QUOTA = { pods: 60, cpu: "20", memory: "20Gi", ephemeralStorage: "20Gi", storage: "100Gi" };

interface PodFlow {
  readonly from: PodsName;
  readonly to: PodsName | "database" | "internet" | "networks" | "logs";
  readonly networks: readonly string[];
  readonly port: Port;
}

interface Exposing {
  readonly service: "web" | "api";
  readonly audience: "strangers" | "networks" | "database" | "vpn";
  readonly networks: readonly string[];
}

export interface PodPolicy {
  readonly flows: readonly PodFlow[];
  readonly exposures: readonly Exposing[];
  /** Who they are: at one gateway a country beside everyone is refused, since its edge knows no host names. */
  readonly strangers: "internet" | "country";
}

const networks = fc.uniqueArray(fc.constantFrom(...NETWORKS), { minLength: 1, maxLength: 3 });

/** Random flows and exposures over one fixed layout of pods and servers. */
export const podPolicies: fc.Arbitrary<PodPolicy> = fc.record({
  flows: fc.array(
    fc.record({
      from: fc.constantFrom(...PODS),
      to: fc.constantFrom<PodFlow["to"]>(...PODS, "database", "internet", "networks", "logs"),
      networks,
      port: fc.constantFrom(
        Port.HTTPS,
        Port.HTTP,
        Port.POSTGRES,
        Port.tcp(8080),
        Port.tcpRange(8000, 8010),
        Port.udp(514),
      ),
    }),
    { maxLength: 8 },
  ),
  exposures: fc.uniqueArray(
    fc.record({
      service: fc.constantFrom<Exposing["service"]>("web", "api"),
      audience: fc.constantFrom<Exposing["audience"]>(
        "strangers",
        "strangers",
        "networks",
        "database",
        "vpn",
      ),
      networks,
    }),
    { maxLength: 4, selector: ({ service, audience }) => `${service} ${audience}` },
  ),
  strangers: fc.constantFrom("internet", "country"),
});

export function buildPodPolicy(policy: PodPolicy): AppView {
  return buildApp((app) => {
    new SitePlatform(app, { site: clusterSite, otherSites: [west], admins: [] });
    new SitePlatform(app, { site: west, otherSites: [clusterSite], admins: [] });
    const props = clientProps({
      site: clusterSite,
      network6: "2001:db8:7::/48",
      exposure: Exposure.PUBLIC,
    });
    new Street(app, "verne", {
      ...props,
      stages: ["development", "acceptance", "production"],
    }).forEachEnvironment((environment) => declare(environment, policy));
  });
}

const STRANGERS = { internet: Peer.internet(), country: Peer.country("NL") };

function declare(environment: Environment, { flows, exposures, strangers }: PodPolicy): void {
  const tenant = new Tenant(environment, "apps", { quota: QUOTA });
  const pods = Object.fromEntries(
    PODS.map((name) => [name, new PlainWorkload(tenant, name, LISTENING)]),
  ) as Record<PodsName, PlainWorkload>;
  const database = new RedundantVms(environment, "database", { size: VmSize.SMALL });
  for (const { from, to, networks: some, port } of flows) {
    // Workloads listen on ports of TCP alone.
    if (to in pods && to !== from && port.protocol === "udp") continue;
    const outside = {
      internet: Peer.internet(),
      networks: Peer.networks(...some),
      logs: Peer.service("logs"),
    };
    const why = { why: "generated" };
    if (to in outside) pods[from].connections.allowTo(outside[to as keyof typeof outside], port, why);
    else (to === "database" ? database : pods[to as PodsName]).connections.allowFrom(pods[from], port, why);
  }
  for (const { service, audience, networks: some } of exposures) {
    // Strangers come to production alone (H-06).
    if (audience === "strangers" && environment.stage !== Stage.PRODUCTION) continue;
    const audiences = {
      strangers: STRANGERS[strangers],
      networks: Peer.networks(...some),
      vpn: Peer.vpn(),
      database,
    };
    const hostname = `${service}-${audience}.${environment.stage}.example.nl`;
    exposeService(pods[service], audiences[audience], { hostname, why: "generated" });
  }
}
