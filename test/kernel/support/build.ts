import { isIPv6 } from "node:net";
import { inside, runOrThrow } from "./namespaces";

/** A network to build: segments, and hosts with interfaces on them. */
export interface Network {
  /** Segments of one broadcast domain each. */
  readonly links: readonly string[];
  readonly hosts: readonly Host[];
}

export interface Host {
  readonly name: string;
  readonly interfaces: readonly Interface[];
  /** Further routes; `to` is a CIDR or `default`. */
  readonly routes?: readonly { readonly to: string; readonly via: string }[];
  /** Whether it forwards packets, of both families. */
  readonly forwards?: boolean;
}

export interface Interface {
  readonly link: string;
  /** `eth0`, `eth1`, ... in order unless told otherwise. */
  readonly name?: string;
  /** Addresses with the length of their prefix, such as `10.0.0.4/24` and `fd00::4/64`. */
  readonly addresses: readonly string[];
}

/** A host's interface and the port of the switch that it is plugged into. */
interface Plug {
  readonly host: string;
  readonly name: string;
  readonly port: string;
  readonly bridge: string;
  readonly addresses: readonly string[];
}

/** Every host's namespace, by name. */
export type NamespaceOf = (host: string) => string;

/** Builds a network in namespaces that exist and are empty. */
export async function build(network: Network, hub: string, namespaceOf: NamespaceOf): Promise<void> {
  const plugs = network.hosts.flatMap((host) => plugsOf(host, network));
  const bridges = network.links.map((_, index) => bridgeOf(index));
  await shell(hub, QUIET_SWITCH, bridges.map(bridgeLines).join(""));
  const connected = network.hosts.map((host) => {
    const own = plugs.filter((plug) => plug.host === host.name);
    const lines = ["link set lo up\n", ...own.map((plug) => plugLines(plug, hub)), routeLines(host)];
    return shell(namespaceOf(host.name), settings(host), lines.join(""));
  });
  await Promise.all(connected);
  await shell(hub, "", plugs.map(({ port, bridge }) => `link set ${port} master ${bridge} up\n`).join(""));
}

/** What is wrong with a description, before a namespace is made for it. */
export function mistakesIn({ links, hosts }: Network): readonly string[] {
  const names = hosts.map(({ name }) => name);
  const addresses = hosts.flatMap((host) => host.interfaces.flatMap((one) => one.addresses));
  return [
    ...names.filter((name) => !/^[a-z0-9-]+$/.test(name)).map((name) => `${name} cannot be a host's name`),
    ...doubles(names).map((name) => `two hosts are called ${name}`),
    ...doubles(addresses.map(withoutLength)).map((address) => `${address} is there twice`),
    ...addresses.filter((one) => !one.includes("/")).map((one) => `${one} has no prefix length`),
    ...hosts.flatMap((host) =>
      host.interfaces
        .filter(({ link }) => !links.includes(link))
        .map(({ link }) => `${host.name} is on ${link}, which is not a link`),
    ),
  ];
}

export function withoutLength(address: string): string {
  return address.replace(/\/.*/, "");
}

function doubles(values: readonly string[]): readonly string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

function plugsOf(host: Host, { links, hosts }: Network): readonly Plug[] {
  return host.interfaces.map(({ link, name, addresses }, index) => ({
    host: host.name,
    name: name ?? `eth${index}`,
    port: `p${hosts.indexOf(host)}-${index}`,
    bridge: bridgeOf(links.indexOf(link)),
    addresses,
  }));
}

const bridgeOf = (index: number) => `br${index}`;

/** Snooping would drop neighbour discovery until a querier shows up. */
const bridgeLines = (bridge: string) =>
  `link add ${bridge} type bridge mcast_snooping 0 stp_state 0 forward_delay 0\nlink set ${bridge} up\n`;

/** Both ends are born where they belong, so that no interface is ever seen outside the lab. */
function plugLines({ name, port, addresses }: Plug, hub: string): string {
  const lines = addresses.map(
    (one) => `addr add ${one} dev ${name}${isIPv6(withoutLength(one)) ? " nodad" : ""}\n`,
  );
  const link = `link add name ${name} type veth peer name ${port} netns ${hub}\n`;
  return [
    link,
    ...lines,
    ...NEIGHBOURS.map((table) => neighbourLines(table, name)),
    `link set ${name} up\n`,
  ].join("");
}

const NEIGHBOURS = ["arp_cache", "ndisc_cache"];

/**
 * Who looks for a neighbour asks every 100 ms instead of every second, for the same three seconds: what was blocked
 * works soon after it no longer is.
 */
const neighbourLines = (table: string, name: string) =>
  `ntable change name ${table} dev ${name} retrans 100 mcast_probes 30\n`;

function routeLines({ routes = [] }: Host): string {
  const everything = (via: string) => (isIPv6(via) ? "::/0" : "0.0.0.0/0");
  const lines = routes.map(
    ({ to, via }) => `route add ${to === "default" ? everything(via) : to} via ${via}\n`,
  );
  return lines.join("");
}

/** The switch has no addresses, and its bridges show packets to nobody's rules. */
const QUIET_SWITCH = [
  ...["all", "default"].map((which) => `echo 1 > /proc/sys/net/ipv6/conf/${which}/disable_ipv6\n`),
  "for key in /proc/sys/net/bridge/bridge-nf-call-*; do [ ! -e $key ] || echo 0 > $key; done\n",
].join("");

/**
 * Settings of a host, before it has interfaces. Addresses are usable at once; nobody advertises or redirects a way
 * around a wall; a reverse path filter must not do the work of a rule; refusals are not rationed. */
function settings({ forwards = false }: Host): string {
  const flag = forwards ? 1 : 0;
  const v6 = {
    disable_ipv6: 0,
    accept_dad: 0,
    dad_transmits: 0,
    accept_ra: 0,
    autoconf: 0,
    accept_redirects: 0,
  };
  const v4 = { rp_filter: 0, accept_redirects: 0, send_redirects: 0 };
  const all: Readonly<Record<string, number>> = {
    "ipv4/ip_forward": flag,
    "ipv6/conf/all/forwarding": flag,
    ...forBoth("ipv6/conf", v6),
    ...forBoth("ipv4/conf", v4),
    "ipv4/icmp_ratelimit": 0,
    "ipv6/icmp/ratelimit": 0,
    "ipv4/tcp_max_syn_backlog": 4096,
    "core/somaxconn": 4096,
  };
  const lines = Object.entries(all).map(([key, value]) => `echo ${value} > /proc/sys/net/${key}\n`);
  return lines.join("");
}

/** `default` is what new interfaces get, `all` is combined with it in ways that differ per setting. */
function forBoth(folder: string, values: Readonly<Record<string, number>>) {
  const entries = Object.entries(values).flatMap(([key, value]) =>
    ["all", "default"].map((which) => [`${folder}/${which}/${key}`, value] as const),
  );
  return Object.fromEntries(entries);
}

/** One shell per namespace: first its settings, then a batch for `ip`. */
function shell(namespace: string, script: string, batch: string): Promise<void> {
  return runOrThrow(inside(namespace, ["sh", "-ec", `${script}exec ip -batch -`]), batch);
}
