import { type Environment, Exposure, Peer, Port, SitePlatform, Stage, Street } from "../../../lib";
import { exposeService } from "../../../lib/constructs/kubernetes/exposure/expose";
import { Tenant } from "../../../lib/constructs/kubernetes/tenant";
import { type AppView, buildApp, clientProps } from "../../support/app";
import { clusterSite } from "../../support/cluster-site";
import { PlainWorkload } from "../../support/plain-workload";
import { west } from "../../support/sites";
import { addPods } from "../../support/street-with-pods";
import { PUBLIC_ADDRESS } from "./policies";

const QUOTA = { pods: 60, cpu: "20", memory: "20Gi", ephemeralStorage: "20Gi", storage: "100Gi" };

/** Networks that may visit the portal; that of acceptance by its public address too. */
export const VISITORS = "198.51.100.0/28";

/**
 * A street with pods in its stages, and servers in both families: a workload of every kind, flows between them, to servers,
 * to services of the site and to everyone outside, and gateways for those who are listed, for administrators and, of
 * production, for two countries.
 */
export function podStreet(): AppView {
  return buildApp((app) => {
    new SitePlatform(app, { site: clusterSite, otherSites: [west], admins: [] });
    new SitePlatform(app, { site: west, otherSites: [clusterSite], admins: [] });
    const props = clientProps({
      site: clusterSite,
      network6: "2001:db8:7::/48",
      exposure: Exposure.PUBLIC,
      publicAddresses: { acceptance: PUBLIC_ADDRESS },
    });
    new Street(app, "verne", {
      ...props,
      stages: ["development", "acceptance", "production"],
    }).forEachEnvironment(declare);
  });
}

function declare(environment: Environment): void {
  const tenant = new Tenant(environment, "apps", { quota: QUOTA });
  addPods(tenant, environment);
  const mailer = new PlainWorkload(tenant, "mailer", []);
  mailer.connections.allowTo(Peer.internet(), Port.HTTPS, { why: "messages by another's service" });
  const portal = new PlainWorkload(tenant, "portal", [8443]);
  exposeService(portal, Peer.networks(VISITORS), {
    hostname: `portal.${environment.stage}.pods.example.nl`,
    why: "partners",
  });
  if (environment.stage === Stage.PRODUCTION) {
    const hostname = "www.pods.example.nl";
    exposeService(portal, Peer.country("BE", "NL"), { hostname, why: "everyone nearby" });
  }
}
