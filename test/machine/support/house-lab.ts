import { setTimeout as sleep } from "node:timers/promises";
import { interfaceName } from "../../../lib/model/interface-names";
import type { ServerRecord } from "../../../lib/model/model-file";
import { type Host, Lab, type Network } from "../../kernel/support/lab";
import type { AppView } from "../../support/app";
import { Machine } from "./machine";
import type { Template } from "./template";

/** The servers that are started, by host name, and the stack each is declared in. */
const SERVERS: Readonly<Record<string, string>> = {
  "verne-edge-1": "verne/street",
  "verne-edge-2": "verne/street",
  "verne-production-web-1": "verne/production",
  "verne-production-database-1": "verne/production",
  "vpn-oost-1": "platform-oost",
  "backup-west-1": "platform-west",
};

const ROUTER = "router";

/** The networks between the servers of a house, and its servers in them, each with its own systemd. */
export class HouseLab {
  private constructor(
    readonly lab: Lab,
    readonly machines: ReadonlyMap<string, Machine>,
  ) {}

  /** Starts all servers, two at a time: that is what the machines that run this have. */
  static async start(house: AppView, template: Template): Promise<HouseLab> {
    const lab = await Lab.create(networkOf(house));
    const machines = new Map<string, Machine>();
    const started = new HouseLab(lab, machines);
    const names = Object.keys(SERVERS);
    try {
      const boot = async () => {
        for (let name = names.shift(); name !== undefined; name = names.shift()) {
          const config = extraConfigOf(house, name);
          machines.set(name, await Machine.boot(name, template, lab.namespaceOf(name), config));
        }
      };
      await Promise.all([boot(), boot()]);
      return started;
    } catch (error) {
      await started.destroy();
      throw error;
    }
  }

  machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined) throw new Error(`there is no server ${name}`);
    return machine;
  }

  /** What a server reports under a name, within two runs of its agent. */
  async reported(name: string, report: string): Promise<string> {
    for (let attempt = 0; attempt < 130; attempt += 1) {
      const value = this.machine(name).report(report);
      if (value !== undefined) return value;
      await sleep(1000);
    }
    throw new Error(`${name} does not report ${report}: ${await this.machine(name).story()}`);
  }

  /** Writes the live documents of a house into its servers' guestinfo, as an apply does, and has the agents read them. */
  async apply(house: AppView): Promise<void> {
    for (const [name, machine] of this.machines) {
      for (const [key, value] of Object.entries(extraConfigOf(house, name))) {
        if (/^guestinfo\.straat\.[a-z]+$/.test(key)) machine.write(key, value);
      }
    }
    await Promise.all(
      [...this.machines.values()].map((machine) => machine.run("systemctl", "start", "straat-agent")),
    );
  }

  async destroy(): Promise<void> {
    await Promise.all([...this.machines.values()].map((machine) => machine.destroy()));
    await this.lab.destroy();
  }
}

/** What a server is given to read, by key of guestinfo and of other settings. */
export function extraConfigOf(house: AppView, name: string): Readonly<Record<string, string>> {
  const machines = Object.values(house.stack(SERVERS[name] as string).resources("vsphere_virtual_machine"));
  const body = machines.find((candidate) => candidate["name"] === name);
  if (body === undefined) throw new Error(`${name} is not declared`);
  return body["extra_config"];
}

function networkOf(house: AppView): Network {
  const servers = Object.entries(SERVERS).map(([name, path]) => {
    const server = house
      .stack(path)
      .model.groups.flatMap((group) => group.servers)
      .find((candidate) => candidate.name === name) as ServerRecord;
    return hostOf(server, path.startsWith("platform-west") ? "west" : "oost");
  });
  const links = ["oost", "west", "sync", "development", "test", "acceptance", "production"];
  return { links, hosts: [...servers, router(house)] };
}

/** netplan gives the addresses, so the lab does not. */
function hostOf({ name, interfaces }: ServerRecord, site: string): Host {
  const cards = interfaces.map(({ zone }, index) => ({
    link: zone === "uplink" ? site : zone,
    name: interfaceName(index),
    addresses: [],
  }));
  return { name, interfaces: cards };
}

/** The hoster's: between the sites, and towards everybody else, who answers at 192.0.2.10;
 * and in the place of the gateway somebody in its tunnel. */
function router(house: AppView): Host {
  const { model } = house.stack("verne/street");
  const [edge] = model.groups[0]?.virtual.find(({ zone }) => zone === "uplink")?.addresses ?? [];
  return {
    name: ROUTER,
    forwards: true,
    interfaces: [
      { link: "oost", addresses: ["172.16.0.1/16", "172.31.0.44/32", "192.0.2.10/32", "10.99.16.50/32"] },
      { link: "west", addresses: ["172.17.0.1/16"] },
    ],
    routes: [{ to: "10.0.0.0/20", via: String(edge) }],
  };
}
