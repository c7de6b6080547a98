import type { AdminProps } from "../../../lib";
import {
  defineSite,
  Port,
  RedundantVms,
  type Site,
  SitePlatform,
  Software,
  Street,
  VmSize,
} from "../../../lib";
import { Day } from "../../../lib/model/day";
import { type AppView, buildApp, clientProps } from "../../support/app";
import { siteProps } from "../../support/sites";

/** What a house is told between one apply and the next: what its servers reported, and who may come. */
export interface Knowledge {
  readonly authority: string;
  readonly admins: readonly AdminProps[];
  readonly certificates?: readonly string[];
  readonly escrow?: readonly string[];
  /** Age recipient of the repository in the west. */
  readonly backupRecipient?: string;
}

/** A small house of two sites with one client, whose servers are really started. Synthesized for today. */
export function buildHouse(knowledge: Knowledge): AppView {
  const { authority, admins, certificates = [], escrow = [], backupRecipient } = knowledge;
  const east = siteOf("oost", 16, undefined);
  const west = siteOf("west", 17, backupRecipient);
  return buildApp((app) => {
    for (const [site, other] of [
      [east, west],
      [west, east],
    ] as const) {
      new SitePlatform(app, { site, otherSites: [other], admins, authority, certificates, escrow });
    }
    const props = clientProps({ site: east, backupSite: west });
    new Street(app, "verne", props).forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.SMALL, runs: Software.NGINX });
      const database = new RedundantVms(environment, "database", {
        size: VmSize.SMALL,
        data: true,
        runs: Software.POSTGRESQL,
      });
      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
      database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" });
    });
  }, Day.today());
}

/** Without a mirror: servers keep the template's sources, which are files here. */
function siteOf(name: string, octet: number, backupRecipient: string | undefined): Site {
  return defineSite(
    siteProps({
      name,
      streets: name === "oost" ? "10.0.0.0/12" : "10.16.0.0/12",
      uplink: { portGroup: `${name}-uplink`, network: `172.${octet}.0.0/16` },
      vpn: { endpoint: `vpn-${name}.example.nl`, pool: `10.99.${octet}.0/24` },
      services: {
        logs: ["172.31.0.44"],
        packages: ["172.31.0.80"],
        backup: [`172.${octet}.0.5`],
      },
      vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
      logCollector: "logs.example.nl",
      ...(backupRecipient === undefined ? {} : { backupRecipient }),
    }),
  );
}
