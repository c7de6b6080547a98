import { DataVsphereHost } from "@cdktf/provider-vsphere/lib/data-vsphere-host";
import { DistributedPortGroup } from "@cdktf/provider-vsphere/lib/distributed-port-group";
import { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { Tag } from "@cdktf/provider-vsphere/lib/tag";
import { TagCategory } from "@cdktf/provider-vsphere/lib/tag-category";
import { App } from "cdktf";
import type { SiteProps } from "../../lib";
import { AWAY, type DeclaredClient, declaredClients, HOME } from "./declared";
import type { Card } from "./plain-guest";
import { addServers } from "./plain-servers";
import { ipv4At, ipv6At, SiteStack } from "./plain-site";

/**
 * The fleet of `straat.ts` as one would write it without Straat: loops, a few functions, the engine as it comes.
 * `same-output.ts` proves that both make the same Terraform.
 */
export function synthesizeClients(count: number, outdir: string, guestTexts: string): void {
  const app = new App({ outdir, context: { guestTexts } });
  const platform = addPlatform(app, HOME);
  addPlatform(app, AWAY);
  for (const client of declaredClients(count)) {
    const street = addStreet(app, client, platform);
    for (const stage of STAGES) addEnvironment(app, client, stage, street);
  }
  app.synth();
}

interface Stage {
  readonly name: string;
  readonly letter: string;
  /** Which eighth of the client's block. */
  readonly part: number;
  readonly shares: string;
  readonly cacheMembers: number;
  readonly restart: string;
  readonly restartData: string;
}

const EARLY = { shares: "low", cacheMembers: 1, restart: "lowest", restartData: "lowest" };
const STAGES: readonly Stage[] = [
  { ...EARLY, name: "development", letter: "O", part: 0 },
  { ...EARLY, name: "test", letter: "T", part: 1 },
  {
    name: "acceptance",
    letter: "A",
    part: 2,
    shares: "normal",
    cacheMembers: 2,
    restart: "low",
    restartData: "low",
  },
  {
    name: "production",
    letter: "P",
    part: 3,
    shares: "high",
    cacheMembers: 2,
    restart: "medium",
    restartData: "high",
  },
];
const CLASSES = ["public", "internal", "sensitive", "special-personal-data"];
const SMALL = { cpus: 2, memoryGib: 4 };
const MEDIUM = { cpus: 4, memoryGib: 8 };
const LARGE = { cpus: 8, memoryGib: 32 };

function addPlatform(app: App, site: SiteProps): SiteStack {
  const stack = new SiteStack(app, `platform-${site.name}`, site);
  const category = (name: string) =>
    new TagCategory(stack, `category-${name}`, {
      name: `straat-${site.name}-${name}`,
      description: `The ${name} an object belongs to`,
      cardinality: "SINGLE",
      associableTypes: ["VirtualMachine"],
    });
  category("client");
  const stages = category("stage");
  for (const { name, letter } of STAGES) {
    const description = `Stage ${letter} of the street (B-09)`;
    new Tag(stack, `stage-${name}`, { name, description, categoryId: stages.id });
  }
  const classes = category("class");
  for (const [index, name] of CLASSES.entries()) {
    const description = `Data of class ${index + 1} (V-02)`;
    new Tag(stack, `class-${name}`, { name, description, categoryId: classes.id });
  }
  for (const name of site.hosts) {
    new DataVsphereHost(stack, `host-${name}`, { name, datacenterId: stack.datacenter.id });
  }
  const ofPlatform = {
    members: 1,
    ...addPlace(stack, "straat", `platform-${site.name}`, "high"),
    tagIds: [],
    networkIds: [stack.portGroup(site.uplink.portGroup).id],
  };
  addServers(stack, {
    ...ofPlatform,
    id: "vpn",
    name: `vpn-${site.name}`,
    ...SMALL,
    restartPriority: "highest",
    cards: (member) => [uplinkCard(site, 8 + member)],
  });
  // Services of a site have IPv4 only.
  addServers(stack, {
    ...ofPlatform,
    id: "backup",
    name: `backup-${site.name}`,
    ...MEDIUM,
    dataGib: 2048,
    restartPriority: "medium",
    cards: (member) => [ipv4Only(uplinkCard(site, 4 + member))],
  });
  return stack;
}

function addStreet(app: App, client: DeclaredClient, platform: SiteStack): SiteStack {
  const { name, place } = client;
  const stack = new SiteStack(app, `${name}-street`, HOME);
  stack.addDependency(platform);
  const networks = [...STAGES, { name: "sync", part: 4 }].map(
    (zone) =>
      new DistributedPortGroup(stack, `network-${zone.name}`, {
        name: `${name}-${zone.name}`,
        description: `${ipv4At(client.network, 128 * zone.part)}/25 ${network6(client, zone.part)}/64`,
        distributedVirtualSwitchUuid: stack.switch.id,
        type: "earlyBinding",
        vlanId: HOME.vlans.first + 8 * place + zone.part,
        allowForgedTransmits: false,
        allowMacChanges: false,
        allowPromiscuous: false,
        securityPolicyOverrideAllowed: false,
        vlanOverrideAllowed: false,
        blockOverrideAllowed: false,
        portConfigResetAtDisconnect: true,
      }),
  );
  const networkIds = networks.map((network) => network.id);
  const syncId = networkIds.pop() as string;
  const tag = new Tag(stack, "tag", {
    name,
    categoryId: stack.tagCategory("client").id,
    description: `Client of ${client.team}`,
  });
  addServers(stack, {
    id: "edge",
    name: `${name}-edge`,
    members: 2,
    ...SMALL,
    restartPriority: "highest",
    ...addPlace(stack, `straat/${name}`, `${name}-edge`, "high"),
    tagIds: [tag.id, stack.tag("class", "sensitive").id],
    networkIds: [stack.portGroup(HOME.uplink.portGroup).id, syncId, ...networkIds],
    cards: (member) => [
      uplinkCard(HOME, 16 + 8 * place + 1 + member),
      { addresses: addressesIn(client, 4, 1 + member) },
      ...STAGES.map(({ part }) => ({ addresses: addressesIn(client, part, 1 + member) })),
    ],
  });
  return stack;
}

function addEnvironment(app: App, client: DeclaredClient, stage: Stage, street: SiteStack): void {
  const name = `${client.name}-${stage.name}`;
  const stack = new SiteStack(app, name, HOME);
  stack.addDependency(street);
  const place = addPlace(stack, `straat/${client.name}/${stage.name}`, name, stage.shares);
  const networkIds = [stack.portGroup(name).id];
  const tagIds = [
    stack.tag("client", client.name).id,
    stack.tag("stage", stage.name).id,
    stack.tag("class", "sensitive").id,
  ];
  const gateways = [ipv4At(client.network, 128 * stage.part + 1), ipv6At(network6(client, stage.part), 1)];
  const group = (id: string, slot: number) => ({
    id,
    name: `${name}-${id}`,
    ...place,
    networkIds,
    tagIds,
    restartPriority: stage.restart,
    cards: (member: number) => [
      { addresses: addressesIn(client, stage.part, 8 * slot + 1 + member), gateways },
    ],
  });
  addServers(stack, { ...group("web", 1), ...MEDIUM, members: 2 });
  addServers(stack, { ...group("cache", 2), ...SMALL, members: stage.cacheMembers });
  addServers(stack, {
    ...group("database", 3),
    ...LARGE,
    members: 2,
    dataGib: 200,
    restartPriority: stage.restartData,
  });
}

function addPlace(stack: SiteStack, path: string, poolName: string, shares: string) {
  const folder = new Folder(stack, "folder", { path, type: "vm", datacenterId: stack.datacenter.id });
  const pool = new ResourcePool(stack, "pool", {
    name: poolName,
    parentResourcePoolId: stack.cluster.resourcePoolId,
    cpuShareLevel: shares,
    memoryShareLevel: shares,
  });
  return { folder, pool };
}

function uplinkCard({ uplink }: SiteProps, offset: number): Required<Card> {
  const { network, network6 = "" } = uplink;
  return {
    addresses: [`${ipv4At(network, offset)}/${network.split("/")[1]}`, `${ipv6At(network6, offset)}/64`],
    gateways: [ipv4At(network, 1), ipv6At(network6, 1)],
  };
}

function ipv4Only({ addresses, gateways }: Required<Card>): Card {
  return { addresses: addresses.slice(0, 1), gateways: gateways.slice(0, 1) };
}

function addressesIn(client: DeclaredClient, part: number, offset: number): string[] {
  const [address, address6] = [
    ipv4At(client.network, 128 * part + offset),
    ipv6At(network6(client, part), offset),
  ];
  return [`${address}/25`, `${address6}/64`];
}

function network6({ network6: block }: DeclaredClient, part: number): string {
  return part === 0 ? block.replace("/48", "") : block.replace("::/48", `:${part}::`);
}
