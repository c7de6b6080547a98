import { describe, expect, jest, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  type AdminProps,
  type Environment,
  Exposure,
  Peer,
  Port,
  RedundantVms,
  SitePlatform,
  Street,
  VmSize,
} from "../../lib";
import { Admin } from "../../lib/model/admin";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";
import type { GroupRecord, ModelFile } from "../../lib/model/model-file";
import { Addresses } from "../../lib/network/addresses";
import { describeSpace } from "../../lib/network/difference";
import { fromRuleRecord, spaceOf } from "../../lib/network/flow-rule";
import { PacketSpace } from "../../lib/network/packet-space";
import { admins } from "../../stacks/admins";
import { alkmaar, amsterdam } from "../../stacks/sites";
import { buildApp, clientProps } from "../support/app";

jest.setTimeout(30_000);

const GROUPS = ["web", "application", "database"] as const;
const STAGES = ["development", "acceptance", "production"] as const;
const EDGE = "verne/street/edge forward";
const LEGS = { development: "ens256", test: "ens161", acceptance: "ens193", production: "ens225" } as const;
const NETWORKS = [
  ["198.51.100.0/28"],
  ["203.0.113.64/26", "2001:db9:1::/48"],
  ["198.51.100.128/25", "2001:db9:2::/48", "2001:db9:1:7::/64"],
  ["2001:db9:3::/48"],
];
const PUBLIC = "203.0.113.10";

const POOLS = ["10.99.1.0/24", "2001:db8:99:1::/64", "10.99.2.0/24", "2001:db8:99:2::/64"];
const SITES4 = ["10.20.0.0/14", "10.24.0.0/14", "172.20.0.0/20", "172.20.16.0/20"];
const SITES6 = ["2001:db8:2000::/36", "2001:db8:3000::/36", "2001:db8:20:ffff::/64", "2001:db8:24:ffff::/64"];
const SITES = [...SITES4, ...SITES6];
const TUNNEL_ENDS = ["10.99.1.1", "2001:db8:99:1::1"];
const SPECIAL = ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"];
const SPECIAL_TOO = ["172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3"];
const ANYBODY = addresses("0.0.0.0/0", "2000::/3").minus(addresses(...SPECIAL, ...SPECIAL_TOO));
const OUTSIDE = ANYBODY.minus(addresses(...SITES, ...POOLS, PUBLIC));
const vpn = addresses(...POOLS);

const people = admins.slice(0, 2);
const ownAddresses = ({ login }: AdminProps) => POOLS.map((pool) => Admin.addressIn(Cidr.parse(pool), login));
const list = (networks: readonly string[]) => ({
  ...{ name: "Detectify", source: "https://detectify.example", date: "2027-01-01" },
  networks,
});

/** Every kind of peer, and who it is when its declaration is read word for word. */
const PEERS: Readonly<Record<string, readonly [(networks: readonly string[]) => Peer, Named]>> = {
  internet: [() => Peer.internet(), () => OUTSIDE],
  country: [() => Peer.country("NL", "BE"), () => OUTSIDE],
  vpn: [() => Peer.vpn(), () => vpn],
  service: [() => Peer.service("logs"), () => addresses("172.31.1.44")],
  networks: [(networks) => Peer.networks(...networks), (networks) => addresses(...networks)],
  checkpoints: [(networks) => Peer.checkpoints(list(networks)), (networks) => addresses(...networks)],
  scanners: [(networks) => Peer.scanners(list(networks)), (networks) => addresses(...networks)],
  admins: [() => Peer.admins(...people), () => Addresses.of(...people.flatMap(ownAddresses))],
};
type Named = (networks: readonly string[]) => Addresses;

interface Declared {
  readonly group: string;
  readonly call: "allowFrom" | "allowTo" | "allowInternally";
  /** A kind of peer, `audience`, or a group. */
  readonly other: string;
  readonly networks: readonly string[];
  readonly port: Port;
}

type Policy = typeof policies extends fc.Arbitrary<infer T> ? T : never;

const web = [Port.HTTPS, Port.HTTP];
const usual = [Port.POSTGRES, Port.tcpRange(8000, 8010), Port.udp(514), Port.udpRange(1, 65_535), Port.PING];
const administration = [Port.SSH, Port.tcp(6443), Port.tcpRange(1, 65_535)];

const declared = (call: Declared["call"], others: readonly string[], ports: readonly Port[]) =>
  fc.record({
    group: fc.constantFrom(...GROUPS),
    call: fc.constant(call),
    other: fc.constantFrom(...others),
    networks: fc.constantFrom(...NETWORKS),
    port: fc.constantFrom(...ports),
  });

/** All kinds of peers, in the directions and with the ports that are legal for them. */
const policies = fc.record({
  exposure: fc.constantFrom(...Object.values(Exposure)),
  hasIpv6: fc.boolean(),
  whitelist: fc.constantFrom(...NETWORKS),
  flows: fc.array(
    fc.oneof(
      declared("allowFrom", [...Object.keys(PEERS), "audience", ...GROUPS], web),
      declared("allowFrom", ["vpn", "admins"], [...administration, ...usual]),
      declared("allowFrom", ["internet", "networks", "country", "checkpoints", ...GROUPS], usual),
      declared("allowTo", ["internet", "networks", "service", ...GROUPS], [...web, ...usual]),
      declared("allowInternally", ["web"], [...web, ...usual]),
    ),
    { minLength: 1, maxLength: 9 },
  ),
});

function build({ exposure, hasIpv6, whitelist, flows }: Policy) {
  return buildApp((app) => {
    new SitePlatform(app, { site: amsterdam, otherSites: [alkmaar], admins });
    const entry = { owner: "Reform Club", reason: "office" };
    const ended = { ...entry, network: "192.0.2.0/24", until: "2027-01-14" };
    const props = clientProps({
      ...{ site: amsterdam, backupSite: alkmaar, network: "10.20.0.0/20", exposure, stages: STAGES },
      ...(hasIpv6 ? { network6: "2001:db8:2000::/48" } : {}),
      publicAddresses: { production: PUBLIC },
      whitelist: [...whitelist.map((network) => ({ ...entry, network, until: "2027-12-31" })), ended],
    });
    new Street(app, "verne", props).forEachEnvironment((environment) => declare(environment, flows));
  });
}

function declare(environment: Environment, flows: readonly Declared[]): void {
  const groups = new Map<string, RedundantVms>();
  for (const name of GROUPS) groups.set(name, new RedundantVms(environment, name, { size: VmSize.SMALL }));
  for (const [index, { group, call, other, networks, port }] of flows.entries()) {
    const { connections } = groups.get(group) as RedundantVms;
    const props = { why: `flow ${index}` };
    const peer = PEERS[other]?.[0](networks) ?? groups.get(other) ?? environment.audience;
    if (call === "allowInternally") connections.allowInternally(port, props);
    else connections[call](peer, port, props);
  }
}

// From here on the oracle.

const needs = (backup: string | undefined): readonly (readonly [Addresses, Port])[] => [
  [addresses("172.31.1.53", "172.31.2.53"), Port.udp(53)],
  [addresses("172.31.1.53", "172.31.2.53"), Port.tcp(53)],
  [addresses("172.31.1.123", "172.31.2.123"), Port.udp(123)],
  [addresses("172.31.1.44"), Port.tcp(5044)],
  [addresses("172.31.1.80"), Port.tcp(443)],
  ...(backup === undefined ? [] : [[addresses(backup), Port.tcp(8000)] as const]),
];

function addresses(...texts: readonly string[]): Addresses {
  return Addresses.of(
    ...texts.map((text) => (text.includes("/") ? Cidr.parse(text) : IpAddress.parse(text))),
  );
}

/** Where a group opens connections from. */
function membersOf({ servers }: GroupRecord, zone?: string): Addresses {
  const cards = servers.flatMap(({ interfaces }) => interfaces).filter((card) => !zone || card.zone === zone);
  return addresses(...cards.flatMap((card) => card.addresses.map(String)));
}

/** Where it answers. */
function allOf(group: GroupRecord): Addresses {
  return membersOf(group).union(addresses(...group.virtual.flatMap((card) => card.addresses.map(String))));
}

function audienceOf({ exposure, whitelist }: Policy, stage: string): Addresses {
  const listed = addresses(...whitelist);
  if (stage === "acceptance") return listed;
  if (stage === "development" || exposure === "closed") return vpn;
  return exposure === "public" ? OUTSIDE : listed;
}

/** Packets by wall, cards and flow. */
class Walls {
  readonly spaces = new Map<string, PacketSpace>();

  add(wall: string, from: Addresses, to: Addresses, port: Port): void {
    const space = spaceOf({ from, to, port });
    if (!space.isEmpty) this.spaces.set(wall, (this.spaces.get(wall) ?? PacketSpace.EMPTY).union(space));
  }

  administration(wall: string, to: Addresses): void {
    for (const port of [Port.tcp(22), Port.PING]) this.add(`${wall} baseline`, vpn, to, port);
  }

  services(wall: string, from: Addresses): void {
    for (const [to, port] of needs("172.20.16.5")) this.add(`${wall} baseline`, from, to, port);
  }

  /** Members see whether the others are there. */
  together(path: string, from: Addresses, to: Addresses): void {
    this.add(`${path} output baseline`, from, to, Port.PING);
  }

  /** What a server needs that has nothing to back up. */
  ownServices(wall: string, from: Addresses): void {
    for (const [to, port] of needs(undefined)) this.add(`${wall} baseline`, from, to, port);
  }
}

function expectedOf(policy: Policy, models: readonly ModelFile[]): Walls {
  const all = new Walls();
  const expectKind = { environment: expectEnvironment, street: expectEdge, platform: expectPlatform };
  for (const model of models) expectKind[model.kind](all, model, policy);
  return all;
}

function expectEnvironment(all: Walls, { stage, groups }: ModelFile, policy: Policy): void {
  const leg = LEGS[String(stage) as keyof typeof LEGS];
  for (const group of groups) {
    all.administration(`${group.path} input`, allOf(group));
    all.services(`${group.path} output`, membersOf(group));
    all.together(group.path, membersOf(group), membersOf(group));
    all.add(`${group.path} input baseline`, membersOf(group), membersOf(group), Port.PING);
    all.administration(`${EDGE} ens192 ${leg}`, allOf(group));
    all.services(`${EDGE} ${leg} ens192`, membersOf(group));
  }
  for (const [index, flow] of policy.flows.entries()) {
    const find = (name: string) => groups.find(({ path }) => path === `verne/${stage}/${name}`);
    const peer = flow.call === "allowInternally" ? find(flow.group) : find(flow.other);
    const who = PEERS[flow.other]?.[1](flow.networks) ?? audienceOf(policy, `${stage}`);
    expectFlow(all, flow, `flow ${index}`, find(flow.group) as GroupRecord, peer ?? who, leg);
  }
}

function expectFlow(
  all: Walls,
  { call, other, port }: Declared,
  why: string,
  own: GroupRecord,
  peer: GroupRecord | Addresses,
  leg: string,
): void {
  const isOut = call === "allowTo";
  const [sources, destinations] = peer instanceof Addresses ? [peer, peer] : [membersOf(peer), allOf(peer)];
  const [from, to] = isOut ? [membersOf(own), destinations] : [sources, allOf(own)];
  const cards = isOut ? `${leg} ens192` : `ens192 ${leg}${other === "country" ? " BE,NL" : ""}`;
  const otherWall =
    peer instanceof Addresses ? `${EDGE} ${cards}` : `${peer.path} ${isOut ? "input" : "output"}`;
  for (const wall of [`${own.path} ${isOut ? "output" : "input"}`, otherWall])
    all.add(`${wall} ${why}`, from, to, port);
}

function expectEdge(all: Walls, { groups: [edge], zones }: ModelFile): void {
  if (edge === undefined) throw new Error("a street without an edge");
  const own = allOf(edge);
  const sync = membersOf(edge, "sync");
  const neighbours = zones.flatMap((zone) => JSON.parse(JSON.stringify(zone)).networks as string[]);
  all.administration(`${edge.path} input`, own);
  all.add(`${edge.path} input baseline`, addresses(...neighbours), own, Port.PING);
  all.services(`${edge.path} output`, membersOf(edge, "uplink"));
  all.together(edge.path, sync, sync);
  for (const hook of ["input", "output"])
    all.add(`${edge.path} ${hook} ens224 baseline`, sync, sync, Port.udp(3780));
}

function expectPlatform(all: Walls, { groups: [gateway, repository] }: ModelFile): void {
  if (gateway === undefined || repository === undefined) throw new Error("a platform that is not whole");
  const store = allOf(repository);
  all.administration(`${repository.path} input`, store);
  all.add(
    `${repository.path} input baseline`,
    addresses("10.24.0.0/14", "2001:db8:3000::/36"),
    store,
    Port.tcp(8000),
  );
  all.ownServices(`${repository.path} output`, store);
  const [own, pool] = [allOf(gateway), addresses(...POOLS.slice(0, 2))];
  // Also by its own end of the tunnel: with the other site lost there is no other way to it.
  all.administration(`${gateway.path} input`, own.union(addresses(...TUNNEL_ENDS)));
  const gateways = addresses("172.20.0.9", "172.20.16.9", "2001:db8:20:ffff::9", "2001:db8:24:ffff::9");
  all.together(gateway.path, own, gateways);
  all.add(`${gateway.path} input baseline`, gateways, own, Port.PING);
  all.add(`${gateway.path} input baseline`, ANYBODY, own, Port.udp(51_820));
  all.ownServices(`${gateway.path} output`, own);
  // Every port: the edge and each server decide for themselves.
  for (const port of [Port.tcpRange(1, 65_535), Port.udpRange(1, 65_535), Port.PING]) {
    all.add(`${gateway.path} forward wg0 ens192 baseline`, pool, addresses(...SITES), port);
  }
}

/** What the walls of the model files say, by the same keys. */
function actualOf(models: readonly ModelFile[]): Walls {
  const all = new Walls();
  for (const { at, hook, rules } of models.flatMap(({ walls }) => walls)) {
    for (const rule of rules) {
      const flow = rule.why.startsWith("flow ") ? rule.why : "baseline";
      const cards = [rule.inInterface, rule.outInterface, rule.countries?.join(",")];
      const { from, to, port } = fromRuleRecord(rule);
      all.add([at, hook, ...cards, flow].filter((part) => part !== undefined).join(" "), from, to, port);
    }
  }
  return all;
}

function beyond({ spaces: more }: Walls, { spaces: less }: Walls): readonly string[] {
  return [...more].flatMap(([key, space]) =>
    describeSpace(space.minus(less.get(key) ?? PacketSpace.EMPTY)).map((text) => `${key}: ${text}`),
  );
}

describe("the walls of a street", () => {
  test("let through exactly what is declared, flow by flow, and the baseline", () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(policies, (policy) => {
        const built = build(policy);
        // Refused for what only the whole shows: two groups behind one public port, IPv6 where there is none.
        const refused = built.mistakes.map(({ problem }) => problem);
        expect(
          refused.filter((problem) => !/one port leads to one|no address in IPv4,/.test(problem)),
        ).toEqual([]);
        fc.pre(refused.length === 0);
        const models = JSON.parse(JSON.stringify(built.straatStacks.map((stack) => stack.toModel())));
        const [expected, actual] = [expectedOf(policy, models), actualOf(models)];
        expect(beyond(actual, expected)).toEqual([]);
        expect(beyond(expected, actual)).toEqual([]);
        for (const { call, other } of policy.flows) kinds.add(`${call} ${other}`);
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(kinds.size).toBe(19);
  });
});
