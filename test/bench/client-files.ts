import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type DeclaredClient, declaredClients } from "./declared";

const LIBRARY = JSON.stringify(resolve(__dirname, "../../lib"));
const SITES = JSON.stringify(resolve(__dirname, "straat"));

/** Writes a file for each client, as a developer would: files are what a synth starts from. */
export function writeClientFiles(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (const client of declaredClients(count))
    writeFileSync(join(folder, `${client.name}.ts`), clientFile(client));
}

/**
 * `stacks/clients/verne.ts` in a smaller block. Slots are written, so that the plain variant can write addresses
 * without knowing how Straat finds a free one.
 */
function clientFile({ name, network, network6, team }: DeclaredClient): string {
  return `import type { App } from "cdktf";
import { Classification, Exposure, Port, RedundantVms, Software, Street, VmSize } from ${LIBRARY};
import { away, home } from ${SITES};

export class Client extends Street {
  constructor(scope: App) {
    super(scope, "${name}", {
      classification: Classification.SENSITIVE,
      productOwner: "Aouda Fogg",
      team: "${team}",
      site: home,
      backupSite: away,
      network: "${network}",
      network6: "${network6}",
      exposure: Exposure.PUBLIC,
      whitelist: [
        { network: "198.51.100.16/28", owner: "Reform Club", reason: "testers", until: "2027-12-31" },
        { network: "2001:db8:5100::/48", owner: "Reform Club", reason: "testers", until: "2027-12-31" },
      ],
    });

    this.forEachEnvironment((environment) => {
      const web = new RedundantVms(environment, "web", {
        size: VmSize.MEDIUM,
        runs: Software.NGINX,
        slot: 1,
      });
      const cache = new RedundantVms(environment, "cache", {
        size: VmSize.SMALL,
        members: { development: 1, test: 1 },
        slot: 2,
      });
      const database = new RedundantVms(environment, "database", {
        size: VmSize.LARGE,
        data: { gib: 200 },
        runs: Software.POSTGRESQL,
        slot: 3,
      });

      web.connections.allowFrom(environment.audience, Port.HTTPS, { why: "visitors" });
      cache.connections.allowFrom(web, Port.REDIS, { why: "sessions and cached pages" });
      database.connections.allowFrom(web, Port.POSTGRES, { why: "application data" });
      database.connections.allowInternally(Port.POSTGRES, { why: "replication" });
    });
  }
}
`;
}
