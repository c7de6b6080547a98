import type { App } from "cdktf";
import {
  Classification,
  Exposure,
  Peer,
  Port,
  RedundantVms,
  ScheduledJob,
  Secret,
  Software,
  Street,
  Tenant,
  VmSize,
  WebService,
  Worker,
} from "../../lib";
import { zorgpleinImages as images } from "../images/zorgplein";
import { alkmaar, amsterdam } from "../sites";

/** A care platform with medical data: only care providers on the whitelist come in, also in production. */
export class Zorgplein extends Street {
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
      const apps = new Tenant(environment, "apps", {
        quota: { pods: 40, cpu: "24", memory: "40Gi", ephemeralStorage: "40Gi" },
        access: { view: ["zorgplein-developers"], operate: ["team-tech"] },
      });
      const web = new WebService(apps, "web", {
        image: images.web,
        resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi", ephemeralStorage: "512Mi" },
        health: { ready: "/ready", live: "/live" },
        scratch: { "/tmp": "128Mi" },
        replicas: { acceptance: { min: 2, max: 3 }, production: { min: 3, max: 8 } },
      });
      const application = new WebService(apps, "application", {
        image: images.application,
        port: 8443,
        resources: { cpu: { request: "500m", limit: "1" }, memory: "1Gi", ephemeralStorage: "512Mi" },
        health: { ready: "/health/ready", live: "/health/live" },
        secrets: { "database-password": Secret.fromStore("database-password") },
        scratch: { "/tmp": "128Mi" },
        replicas: { acceptance: { min: 2, max: 3 }, production: { min: 3, max: 6 } },
      });
      const letters = new Worker(apps, "letters", {
        image: images.worker,
        args: ["letters"],
        resources: { cpu: { request: "100m", limit: "500m" }, memory: "512Mi", ephemeralStorage: "512Mi" },
        health: { ready: ["/app/healthy", "queue"], live: ["/app/healthy", "alive"] },
        secrets: {
          "database-password": Secret.fromStore("database-password"),
          "printer-token": Secret.fromVariable("printer-token"),
        },
      });
      const retention = new ScheduledJob(apps, "retention", {
        image: images.worker,
        args: ["retention"],
        schedule: "30 5 * * *",
        resources: { cpu: { request: "100m", limit: "500m" }, memory: "256Mi", ephemeralStorage: "128Mi" },
        secrets: { "database-password": Secret.fromStore("database-password") },
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

      web.expose(environment.audience, {
        hostname: `${environment.stage}.zorgplein.example.nl`,
        why: "care providers",
      });
      application.connections.allowFrom(web, Port.tcp(8443), { why: "requests of signed-in care providers" });
      for (const reader of [application, letters, retention]) {
        database.connections.allowFrom(reader, Port.POSTGRES, { why: "patient records" });
      }
      database.connections.allowInternally(Port.POSTGRES, { why: "replication" });
      search.connections.allowFrom(application, Port.ELASTICSEARCH, { why: "finding records" });
      search.connections.allowInternally(Port.tcp(9300), { why: "votes and shards" });

      environment.expect.closed(Peer.internet(), web, Port.tcp(8080));
      environment.expect.closed(web, database, Port.POSTGRES);
      environment.expect.open(application, database, Port.POSTGRES);
    });
  }
}
