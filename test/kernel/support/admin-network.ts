import { interfaceName } from "../../../lib/model/interface-names";
import type { ModelFile } from "../../../lib/model/model-file";
import { Reachability } from "../../../lib/network/reachability";
import { alkmaar, amsterdam } from "../../../stacks/sites";
import { buildFleet } from "../../support/fleet";
import type { Host, Network } from "./lab";
import { modelsOf } from "./models";
import { streetNetwork } from "./street-network";

/** Somebody's machine at home: a host of the lab and its addresses on the internet. */
export interface Home {
  readonly host: string;
  readonly addresses: readonly string[];
}

/** A street with the VPN gateways of both sites and machines at home, which have no other way in. */
export interface AdminNetwork {
  readonly network: Network;
  readonly rulesets: Readonly<Record<string, string>>;
  /** A server that administrators go to and nobody else, and its addresses. */
  readonly server: Home;
  /** Its fellow member, on which no probe has anything answer. */
  readonly fellow: Home;
  /** Each site's gateway on its uplink. */
  readonly gateways: Readonly<Record<"amsterdam" | "alkmaar", Home>>;
}

const CLIENT = "verne";
const WORLD = { v4: "192.0.2", v6: "2001:db8:fe:" };

/** The machine that is `index`-th at home. */
export function homeOf(host: string, index: number): Home {
  return { host, addresses: [`${WORLD.v4}.${index + 10}`, `${WORLD.v6}:${index + 10}`] };
}

/**
 * The production of an example as its servers are declared, with one server behind its edge; the other site is behind
 * the same router, which stands for the hoster's and for the internet.
 */
export function adminNetwork(homes: readonly Home[]): AdminNetwork {
  const built = buildFleet([CLIENT]);
  const own = built.paths.filter((path) => path.startsWith(`${CLIENT}/`));
  const layOut = (platform: string) => {
    const reach = new Reachability(modelsOf(built, [...own, platform]));
    return streetNetwork(built, CLIENT, ["production"], platform, reach);
  };
  const here = layOut("platform-amsterdam");
  const host = (name: string) => here.network.hosts.find((one) => one.name === name) as Host;
  const [server, fellow] = here.speakers
    .filter(({ place }) => place.name === `${CLIENT}/production/database`)
    .map(({ host, sources }) => ({ host, addresses: sources })) as [Home, Home];
  const gateways = {
    amsterdam: { host: "gateway", addresses: gatewayAddresses(built.stack("platform-amsterdam").model) },
    alkmaar: { host: "gateway-alkmaar", addresses: gatewayAddresses(built.stack("platform-alkmaar").model) },
  };
  const hosts = [
    router(host("internet"), gateways.alkmaar),
    gatewayHost(host("gateway")),
    otherGateway(gateways.alkmaar),
    host("edge"),
    host(server.host),
    host(fellow.host),
    ...homes.map(homeHost),
  ];
  const rulesets = {
    gateway: here.rulesets["gateway"] ?? "",
    "gateway-alkmaar": layOut("platform-alkmaar").rulesets["gateway"] ?? "",
    edge: here.rulesets["edge"] ?? "",
    [server.host]: here.rulesets[server.host] ?? "",
    [fellow.host]: here.rulesets[fellow.host] ?? "",
  };
  return {
    network: { links: [...here.network.links, "alkmaar"], hosts },
    rulesets,
    server,
    fellow,
    gateways,
  };
}

function gatewayAddresses({ groups }: ModelFile): readonly string[] {
  const [server] = groups.find(({ role }) => role === "vpn-gateway")?.servers ?? [];
  return server?.interfaces.flatMap(({ addresses }) => addresses.map(String)) ?? [];
}

const uplinksOf = ({ uplink }: typeof amsterdam) =>
  [uplink.network, uplink.network6].filter((network) => network !== undefined);

/** Between the sites and everyone outside. */
function router({ name, interfaces, routes = [] }: Host, other: Home): Host {
  const there = uplinksOf(alkmaar).map((network) => `${network.at(1)}/${network.prefix}`);
  const world = [`${WORLD.v4}.1/24`, `${WORLD.v6}:1/64`];
  const { pool, pool6 } = alkmaar.vpn;
  const known = new Set(routes.map(({ to }) => to));
  const back = [pool, pool6].flatMap((to, index) =>
    to === undefined || known.has(`${to}`) ? [] : [{ to: `${to}`, via: other.addresses[index] as string }],
  );
  return {
    name,
    forwards: true,
    interfaces: [
      ...interfaces.filter(({ link }) => link === "uplink"),
      { link: "alkmaar", addresses: there },
      { link: "world", addresses: world },
    ],
    routes: [...routes, ...back],
  };
}

/** The gateway as streets' labs have it, without what stands for a tunnel there. */
function gatewayHost({ interfaces, routes = [], ...host }: Host): Host {
  return {
    ...host,
    interfaces: interfaces.filter(({ link }) => link === "uplink"),
    routes: [...routes, ...wayOut(amsterdam)],
  };
}

function otherGateway({ host, addresses }: Home): Host {
  const networks = uplinksOf(alkmaar);
  const own = addresses.map((address, index) => `${address}/${networks[index]?.prefix}`);
  return {
    name: host,
    forwards: true,
    interfaces: [{ link: "alkmaar", name: interfaceName(0), addresses: own }],
    routes: wayOut(alkmaar),
  };
}

const wayOut = (site: typeof amsterdam) =>
  uplinksOf(site).map((network) => ({ to: "default", via: `${network.at(1)}` }));

function homeHost({ host, addresses: [v4, v6] }: Home): Host {
  return {
    name: host,
    interfaces: [{ link: "world", addresses: [`${v4}/24`, `${v6}/64`] }],
    routes: [
      { to: "default", via: `${WORLD.v4}.1` },
      { to: "default", via: `${WORLD.v6}:1` },
    ],
  };
}
