import type { App } from "cdktf";
import { Classification, Exposure, Port, RedundantVms, Software, Street, VmSize } from "../../lib";
import { alkmaar, amsterdam } from "../sites";
import { agencyOffices } from "../whitelists";

/** A web application on servers: web in front, cache and database behind it. */
export class Verne extends Street {
  constructor(scope: App) {
    super(scope, "verne", {
      classification: Classification.SENSITIVE,
      productOwner: "Aouda Fogg",
      team: "Team Passepartout",
      site: amsterdam,
      backupSite: alkmaar,
      network: "10.20.0.0/20",
      network6: "2001:db8:2000::/48",
      exposure: Exposure.PUBLIC,
      publicAddresses: { acceptance: "203.0.113.11", production: "203.0.113.10" },
      whitelist: [
        ...agencyOffices,
        {
          network: "198.51.100.16/28",
          owner: "Reform Club",
          reason: "acceptance by the client's testers",
          until: "2027-12-31",
        },
        {
          network: "2001:db8:5100::/48",
          owner: "Reform Club",
          reason: "acceptance by the client's testers",
          until: "2027-12-31",
        },
      ],
    });

    this.forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.MEDIUM, runs: Software.NGINX });
      const cache = new RedundantVms(environment, "cache", {
        size: VmSize.SMALL,
        members: { development: 1, test: 1 },
      });
      const database = new RedundantVms(environment, "database", {
        size: VmSize.LARGE,
        data: { gib: 200 },
        runs: Software.POSTGRESQL,
      });

      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
      cache.connections.allowFrom(web, Port.REDIS, { why: "sessions and cached pages" });
      database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" });
      database.connections.allowInternally(Port.POSTGRES, { why: "replication" });

      environment.expect.open(environment.audience, web, Port.HTTPS);
      environment.expect.closed(environment.audience, database, Port.POSTGRES);
      environment.expect.closed(cache, database, Port.POSTGRES);
    });
  }
}
