import type { App } from "cdktf";
import { Classification, Exposure, Peer, Port, RedundantVms, Software, Street, VmSize } from "../../lib";
import { alkmaar, amsterdam } from "../../stacks/sites";

/** The care platform with its application on servers too: a restricted client in which every rule about servers finds something. */
export class ZorgpleinOnServers extends Street {
  constructor(scope: App) {
    super(scope, "zorgplein", {
      classification: Classification.SPECIAL_PERSONAL_DATA,
      productOwner: "Femke van Dam",
      team: "Team Zorg",
      site: alkmaar,
      backupSite: amsterdam,
      network: "10.24.0.0/20",
      exposure: Exposure.RESTRICTED,
      whitelist: [
        {
          network: "203.0.113.0/26",
          owner: "Ziekenhuis De Plantage",
          reason: "workplaces of care providers",
          until: "2027-09-30",
        },
        {
          network: "203.0.113.128/29",
          owner: "Huisartsenpost Noord",
          reason: "workplaces of care providers",
          until: "2027-09-30",
        },
      ],
    });

    this.forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", { size: VmSize.MEDIUM, runs: Software.NGINX });
      const application = new RedundantVms(environment, "application", {
        size: VmSize.LARGE,
        logs: [{ dataset: "zorgplein", path: "/srv/zorgplein/log/*.log", kind: "application" }],
      });
      const database = new RedundantVms(environment, "database", {
        size: VmSize.LARGE,
        data: { gib: 500 },
        runs: Software.POSTGRESQL,
      });
      const search = new RedundantVms(environment, "search", {
        size: VmSize.MEDIUM,
        quorum: true,
        data: true,
      });

      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "care providers" });
      application.connections.allowFrom(web, Port.tcp(8443), { why: "requests of signed-in care providers" });
      database.connections.allowFrom(application, Port.POSTGRES, { why: "patient records" });
      database.connections.allowInternally(Port.POSTGRES, { why: "replication" });
      search.connections.allowFrom(application, Port.ELASTICSEARCH, { why: "finding records" });
      search.connections.allowInternally(Port.tcp(9300), { why: "votes and shards" });

      environment.expect.closed(Peer.internet(), web, Port.HTTPS);
      environment.expect.closed(web, database, Port.POSTGRES);
    });
  }
}
