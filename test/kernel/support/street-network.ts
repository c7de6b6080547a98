import { Cidr } from "../../../lib/model/cidr";
import { interfaceName } from "../../../lib/model/interface-names";
import type { GroupRecord, ModelFile } from "../../../lib/model/model-file";
import { FAMILIES } from "../../../lib/network/packet-space";
import type { Place } from "../../../lib/network/places";
import type { Reachability } from "../../../lib/network/reachability";
import type { AppView } from "../../support/app";
import type { Host, Interface, Network } from "./lab";
import { modelsOf, pathsOf } from "./models";
import { POD_LINK, podNetwork } from "./pod-network";
import { groupSpeakers, type Speaker } from "./speaker";
import { COUNTRY_OFFSET, SAMPLE_OFFSET, sampleOf, single, WORLD, withPrefix } from "./street-addresses";
import { EDGE, rulesetsOf, withVisitors } from "./street-rulesets";

export { placedAnew, type Speaker } from "./speaker";

/** A client's street as namespaces: what to build, who speaks in it, and which ruleset each server loads. */
export interface StreetNetwork {
  readonly network: Network;
  readonly speakers: readonly Speaker[];
  readonly rulesets: Readonly<Record<string, string>>;
}

const ROUTER = "internet";

/**
 * Builds a lab's description from synthesized stacks: the street of one client with all servers and pods of its
 * environments, the site's router with everyone outside behind it, the VPN gateway with an administrator behind it, the
 * site's services, and another client's server on the same uplink.
 *
 * @param platform path of the platform's stack, for example `platform-amsterdam`
 */
export function streetNetwork(
  built: AppView,
  client: string,
  stages: readonly string[],
  platform: string,
  reach: Reachability,
): StreetNetwork {
  const street = built.stack(`${client}/street`);
  const environments = stages.map((stage) => built.stack(`${client}/${stage}`));
  const gateway = built.stack(platform);
  const layout = new Layout(street.model);
  const pods = podNetwork({
    ...layout.nodeEnds,
    ...{ models: modelsOf(built, pathsOf(built, client, platform)), stages, reach },
  });
  layout.behindNode = pods.behind;
  const servers = environments.flatMap(({ model }) =>
    model.groups.flatMap((group) => layout.servers(group, model)),
  );
  const outside = reach.places.filter(({ stage, inCluster }) => stage === undefined && inCluster !== true);
  const speakers = [
    ...outside.map((place) => layout.speaker(place)),
    ...environments.flatMap((environment) => groupSpeakers(environment.model, reach)),
    ...pods.speakers,
  ];
  const hosts = [
    layout.router(speakers.filter(({ host }) => host === ROUTER)),
    layout.services(speakers.filter(({ host }) => host === "services")),
    layout.otherClient(speakers.filter(({ host }) => host === "other")),
    ...layout.vpn(gateway.model),
    layout.edge(),
    ...servers,
    ...pods.hosts,
  ];
  const stacks = [street, gateway, ...environments];
  const walls = Object.fromEntries(
    stacks.flatMap(({ json }) => rulesetsOf(json["resource"].vsphere_virtual_machine)),
  );
  return {
    network: {
      links: [
        "uplink",
        "world",
        "tunnel",
        "sync",
        "development",
        "test",
        "acceptance",
        "production",
        POD_LINK,
      ],
      hosts,
    },
    speakers,
    rulesets: { ...walls, [EDGE]: withVisitors(walls[EDGE] as string, speakers), ...pods.rulesets },
  };
}

/** Where things are in a street's lab. */
class Layout {
  private readonly edgeGroup: GroupRecord;
  private readonly uplinks: readonly Cidr[];
  private readonly clientNetworks: readonly string[];
  /** Networks of pods, and addresses of gateways, once they are known. */
  behindNode: readonly string[] = [];

  constructor(private readonly street: ModelFile) {
    this.edgeGroup = street.groups[0] as GroupRecord;
    const { network, network6 } = street.site.uplink;
    const publicAddresses = Object.values(street.client?.publicAddresses ?? {}).map(
      (address) => `${address}/32`,
    );
    this.clientNetworks = [...(street.client?.networks ?? []).map(String), ...publicAddresses];
    const all = [network, network6].filter((text) => text !== undefined).map((text) => Cidr.parse(`${text}`));
    // A street without IPv6 has none on its edge either.
    const hasIpv6 = this.clientNetworks.some((text) => text.includes(":"));
    this.uplinks = all.filter(({ family }) => family === 4 || hasIpv6);
  }

  /** Where the cluster's node is on the uplink, and by which way it sends what is for no pod. */
  get nodeEnds(): { readonly node: string; readonly edge: string } {
    return { node: this.onUplink(NODE_OFFSET)[0] as string, edge: this.edgeUplink[0] as string };
  }

  /** Who an outside place is in the lab, with one address of it in each family. */
  speaker(place: Place): Speaker {
    const offset = place.countries === undefined ? SAMPLE_OFFSET : COUNTRY_OFFSET;
    const samples = FAMILIES.flatMap((family) => sampleOf(place.sources, family, this.preferred(), offset));
    return { host: hostOfPlace(place), place, sources: samples, destinations: samples };
  }

  router(speakers: readonly Speaker[]): Host {
    const world = { link: "world", addresses: single(speakers) };
    return {
      name: ROUTER,
      forwards: true,
      interfaces: [{ link: "uplink", addresses: this.onUplink(1) }, world],
      routes: [...this.toClient(), ...this.toOthers()],
    };
  }

  services(speakers: readonly Speaker[]): Host {
    return this.onUplinkWith("services", SERVICES_OFFSET, speakers);
  }

  otherClient(speakers: readonly Speaker[]): Host {
    return this.onUplinkWith("other", OTHER_OFFSET, speakers);
  }

  vpn({ groups, site }: ModelFile): readonly Host[] {
    const own = groups[0]?.servers[0]?.interfaces[0]?.addresses.map(String) ?? [];
    const pools = [site.vpn.pool, site.vpn.pool6]
      .filter((text) => text !== undefined)
      .map((text) => Cidr.parse(`${text}`));
    const inPool = (offset: number) => pools.map((pool) => `${pool.at(offset)}/${pool.prefix}`);
    return [
      {
        name: "gateway",
        forwards: true,
        interfaces: [
          { link: "uplink", name: interfaceName(0), addresses: this.withPrefix(own) },
          { link: "tunnel", name: "wg0", addresses: inPool(1) },
        ],
        routes: this.toClient(),
      },
      {
        name: "admin",
        interfaces: [{ link: "tunnel", addresses: inPool(SAMPLE_OFFSET) }],
        routes: pools.map((pool) => ({ to: pool.family === 4 ? "0.0.0.0/0" : "::/0", via: `${pool.at(1)}` })),
      },
    ];
  }

  /** The edge as its first member, which has the addresses that move. */
  edge(): Host {
    const { servers, virtual } = this.edgeGroup;
    const cards = servers[0]?.interfaces ?? [];
    const interfaces = cards.map(({ zone, addresses }, index): Interface => {
      const moving = virtual.find((card) => card.zone === zone)?.addresses ?? [];
      const networks = zone === "uplink" ? this.uplinks : this.zoneNetworks(zone);
      const all = [...addresses, ...moving].map((address) => withPrefix(`${address}`, networks));
      return { link: zone, name: interfaceName(index), addresses: all };
    });
    const routes = this.uplinks.map((uplink) => ({
      to: uplink.family === 4 ? "0.0.0.0/0" : "::/0",
      via: `${uplink.at(1)}`,
    }));
    return {
      name: EDGE,
      forwards: true,
      interfaces,
      routes: [...routes, ...this.toOthers(), ...this.toPods()],
    };
  }

  servers({ servers, virtual }: GroupRecord, { zones }: ModelFile): readonly Host[] {
    const [zone] = zones;
    const networks = (zone?.networks ?? []).map((network) => Cidr.parse(`${network}`));
    const gateways = this.edgeGroup.virtual.find((card) => card.zone === zone?.name)?.addresses ?? [];
    return servers.map(({ name, member, interfaces }) => {
      const own = interfaces.flatMap(({ addresses }) => addresses.map(String));
      const moving = member === 1 ? virtual.flatMap(({ addresses }) => addresses.map(String)) : [];
      const addresses = [...own, ...moving].map((address) => withPrefix(address, networks));
      return {
        name,
        interfaces: [{ link: `${zone?.name}`, name: interfaceName(0), addresses }],
        routes: gateways.map((via) => ({ to: `${via}`.includes(":") ? "::/0" : "0.0.0.0/0", via: `${via}` })),
      };
    });
  }

  /** Where an address is taken from: the pools of this site, the last block of its streets, the internet. */
  private preferred(): readonly Cidr[] {
    const { pool, pool6 } = this.street.site.vpn;
    const pools = [pool, pool6].filter((text) => text !== undefined).map((text) => Cidr.parse(`${text}`));
    return [...pools, ...this.otherBlocks(), ...WORLD];
  }

  /** Another client's networks, of which the model only knows that they are somebody else's. */
  private otherBlocks(): readonly Cidr[] {
    const { streets, streets6 } = this.street.site;
    const lastOf = (text: unknown, prefix: number) => Cidr.around(Cidr.parse(`${text}`).last, prefix);
    return [lastOf(streets, 22), ...(streets6 === undefined ? [] : [lastOf(streets6, 48)])];
  }

  private onUplinkWith(name: string, offset: number, speakers: readonly Speaker[]): Host {
    const addresses = [...this.onUplink(offset), ...single(speakers)];
    return { name, interfaces: [{ link: "uplink", addresses }], routes: this.toClient() };
  }

  /** The client's networks are behind its edge, its pods too; those of the cluster's own pods behind their node. */
  private toClient() {
    const isClients = (to: string) =>
      this.clientNetworks.some((network) => Cidr.parse(network).contains(Cidr.parse(to)));
    return [
      ...this.clientNetworks.flatMap((to) =>
        this.edgeUplink.filter((via) => via.includes(":") === to.includes(":")).map((via) => ({ to, via })),
      ),
      ...this.toPods().filter(({ to }) => !isClients(to)),
    ];
  }

  private toPods() {
    return this.behindNode.map((to) => ({ to, via: `${this.uplinks[0]?.at(NODE_OFFSET)}` }));
  }

  private get edgeUplink(): readonly string[] {
    return this.edgeGroup.virtual.find(({ zone }) => zone === "uplink")?.addresses.map(String) ?? [];
  }

  /** What else is on the uplink is behind its own server there; without walls it has to be able to answer. */
  private toOthers() {
    const { site } = this.street;
    const behind = [
      { networks: [site.vpn.pool, site.vpn.pool6], offset: 9 },
      { networks: ["172.31.0.0/16", ...this.backups()], offset: SERVICES_OFFSET },
      { networks: this.otherBlocks(), offset: OTHER_OFFSET },
    ];
    return behind.flatMap(({ networks, offset }) =>
      networks.flatMap((network) => {
        const to = network === undefined ? undefined : `${network}`;
        const via = this.uplinks.find(({ family }) => (family === 6) === to?.includes(":"))?.at(offset);
        return to === undefined || via === undefined ? [] : [{ to, via: `${via}` }];
      }),
    );
  }

  /** Where backups go: another site's repository, which is behind the router like every service. */
  private backups(): readonly string[] {
    return (this.street.backupSite?.services.backup ?? []).map((address) => `${address}/32`);
  }

  private onUplink(offset: number): readonly string[] {
    return this.uplinks.map((network) => `${network.at(offset)}/${network.prefix}`);
  }

  private withPrefix(addresses: readonly string[]): readonly string[] {
    return addresses.map((address) => withPrefix(address, this.uplinks));
  }

  private zoneNetworks(zone: string): readonly Cidr[] {
    const networks = this.street.zones.find(({ name }) => name === zone)?.networks ?? [];
    return networks.map((network) => Cidr.parse(`${network}`));
  }
}

const SERVICES_OFFSET = 2900;
const OTHER_OFFSET = 3000;
const NODE_OFFSET = 2800;

function hostOfPlace({ name }: Place): string {
  if (name === "vpn") return "admin";
  if (name === "other clients") return "other";
  return ["dns", "ntp", "logs", "packages", "backup"].includes(name) ? "services" : ROUTER;
}
