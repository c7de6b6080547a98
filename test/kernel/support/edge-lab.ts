import { gunzipSync } from "node:zlib";
import { pathOf } from "../../../lib/constructs/path";
import type { StraatStack } from "../../../lib/constructs/straat-stack";
import { keepalivedDocument } from "../../../lib/guest/network/keepalived";
import { interfaceName } from "../../../lib/model/interface-names";
import type { GroupRecord, ServerRecord } from "../../../lib/model/model-file";
import type { AppView, StackView } from "../../support/app";
import type { Host, Network } from "./lab";

/** Where packets to the uplink's networks, and to those of a stage, go on the wire. */
const LINKS = ["uplink", "sync", "development", "test", "acceptance", "production", "world"];

const ROUTER = "internet";

/** A street in which both members of the edge are real, with one server inside and one client outside. */
export interface EdgeLab {
  readonly network: Network;
  /** Host names, which are the names of the servers. */
  readonly edges: readonly string[];
  readonly server: string;
  readonly outside: string;
  /** Addresses that move, of both families, on all networks of the edge. */
  readonly virtual: readonly string[];
  /** What each member of the edge is told, the same text. */
  readonly document: string;
  readonly rulesets: Readonly<Record<string, string>>;
}

/**
 * @param group the last part of the path of the group of which the first member is the server inside
 * @param clients addresses outside from which there are connections
 */
export function edgeLab(built: AppView, group: string, clients: readonly string[]): EdgeLab {
  const street = built.stack("verne/street");
  const production = built.stack("verne/production");
  const edge = street.group("edge");
  const stack = built.straatStacks.find((one) => pathOf(one) === "verne/street") as StraatStack;
  const [record] = stack.toModel().groups;
  const inside = production.group(group);
  const [server] = inside.servers as readonly [ServerRecord];
  const edges = edge.servers.map(({ name }) => name);
  const virtual = edge.virtual.flatMap(({ addresses }) => addresses.map(String));
  return {
    network: {
      links: LINKS,
      hosts: [
        routerHost(street, edge, clients),
        ...edge.servers.map((one) => edgeHost(one, street)),
        serverHost(server, inside, edge, production),
      ],
    },
    edges,
    server: server.name,
    outside: ROUTER,
    virtual,
    document: keepalivedDocument(record as GroupRecord),
    rulesets: { ...rulesetsOf(street, edges), ...rulesetsOf(production, [server.name]) },
  };
}

function routerHost({ model }: StackView, edge: GroupRecord, clients: readonly string[]): Host {
  const via = edge.virtual.find(({ zone }) => zone === "uplink")?.addresses.map(String) ?? [];
  const { networks = [], publicAddresses = {} } = model.client ?? {};
  const behind = [
    ...networks.map(String),
    ...Object.values(publicAddresses).map((address) => `${address}/32`),
  ];
  return {
    name: ROUTER,
    forwards: true,
    interfaces: [
      { link: "uplink", addresses: uplinks(model).map((network) => withLength(first(network), network)) },
      { link: "world", addresses: clients.map((address) => `${address}/${isV6(address) ? 128 : 32}`) },
    ],
    routes: behind.flatMap((to) =>
      via.filter((one) => isV6(one) === isV6(to)).map((one) => ({ to, via: one })),
    ),
  };
}

function edgeHost({ name, interfaces }: ServerRecord, { model }: StackView): Host {
  return {
    name,
    interfaces: interfaces.map(({ zone, addresses }, index) => {
      const networks = zone === "uplink" ? uplinks(model) : networksOf(model, zone);
      return {
        link: zone,
        name: interfaceName(index),
        addresses: addresses.map((address, at) => withLength(`${address}`, networks[at] ?? "")),
      };
    }),
    routes: uplinks(model).map((network) => ({
      to: isV6(network) ? "::/0" : "0.0.0.0/0",
      via: first(network),
    })),
  };
}

function serverHost(
  { name, interfaces }: ServerRecord,
  { virtual }: GroupRecord,
  edge: GroupRecord,
  { model }: StackView,
): Host {
  const networks = networksOf(model, "production");
  const all = [...interfaces, ...virtual].flatMap(({ addresses }) =>
    addresses.map((address, at) => withLength(`${address}`, networks[at] ?? "")),
  );
  const gateways = edge.virtual.find(({ zone }) => zone === "production")?.addresses.map(String) ?? [];
  return {
    name,
    interfaces: [{ link: "production", name: interfaceName(0), addresses: all }],
    routes: gateways.map((via) => ({ to: isV6(via) ? "::/0" : "0.0.0.0/0", via })),
  };
}

/** Rulesets as servers read them, by name of the server. */
function rulesetsOf({ json }: StackView, names: readonly string[]): Readonly<Record<string, string>> {
  const machines = Object.values(json["resource"].vsphere_virtual_machine) as readonly {
    readonly name: string;
    readonly extra_config: Readonly<Record<string, string>>;
  }[];
  const own = machines.filter(({ name }) => names.includes(name));
  return Object.fromEntries(
    own.map(({ name, extra_config }) => {
      const text = gunzipSync(
        Buffer.from(extra_config["guestinfo.straat.firewall"] ?? "", "base64"),
      ).toString();
      return [name, text.replace(/^straat-document .*\n/, "")];
    }),
  );
}

type Model = StackView["model"];

function uplinks({ site }: Model): readonly string[] {
  return [site.uplink.network, site.uplink.network6].filter((one) => one !== undefined).map(String);
}

function networksOf({ zones }: Model, zone: string): readonly string[] {
  return zones.find(({ name }) => name === zone)?.networks.map(String) ?? [];
}

const isV6 = (text: string) => text.includes(":");

/** The first address of a network: its router's. */
function first(network: string): string {
  const [base = ""] = network.split("/");
  return isV6(network) ? base.replace(/::$/, "::1") : base.replace(/\.\d+$/, ".1");
}

function withLength(address: string, network: string): string {
  return `${address}/${network.split("/")[1]}`;
}
