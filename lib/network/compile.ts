import type { Client } from "../model/client";
import type { Flow } from "../model/flow";
import { interfaceName } from "../model/interface-names";
import type { WorkloadRecord } from "../model/kubernetes-record";
import type { GroupRecord } from "../model/model-file";
import type { PeerRecord } from "../model/peer";
import { Port } from "../model/port";
import { Stage } from "../model/stage";
import { Addresses } from "./addresses";
import { administration, join, made, peers, services } from "./baseline-rules";
import { type FlowRule, flowId } from "./flow-rule";
import {
  type EnvironmentFacts,
  groupAddresses,
  isOutside,
  memberAddresses,
  outsideAddresses,
  vpnAddresses,
} from "./street-facts";
import { answeringAddresses, podAddresses } from "./workload-facts";

/** What a server lets in and out by itself: the wall it is. */
export interface HostWall {
  readonly input: readonly FlowRule[];
  readonly output: readonly FlowRule[];
}

/** Position of the edge's cards; its legs follow in the order of the stages, for ever. */
const UPLINK_CARD = 0;
const SYNC_CARD = 1;
const FIRST_LEG_CARD = 2;

/** How conntrackd tells the other member of an edge which connections there are. */
export const CONNTRACKD = Port.udp(3780);

/** The card by which an edge is in the uplink. */
export const EDGE_UPLINK = interfaceName(UPLINK_CARD);

/** The card by which an edge is in the network of a stage. */
export function edgeLeg(stage: string): string {
  return interfaceName(FIRST_LEG_CARD + Stage.of(stage).index);
}

/**
 * The wall of every server of a group. A flow between two groups has a wall at either end; one to or from outside
 * has the edge as well.
 */
export function compileHost(group: GroupRecord, environment: EnvironmentFacts, client: Client): HostWall {
  const rules = environment.flows.flatMap((flow) => ruleOf(flow, environment, client));
  const isSelf = (peer: PeerRecord) => peer.kind === "group" && peer.path === group.path;
  const own = groupAddresses(group, environment.zone.name);
  const sources = memberAddresses(group, environment.zone.name);
  const vpn = vpnAddresses(client);
  return {
    input: [
      ...administration(group.path, vpn, own),
      ...peers(group.path, sources, sources),
      ...rules.filter(({ flow }) => isSelf(flow.to)).map(({ rule }) => rule),
    ],
    output: [
      ...services(group.path, client, sources),
      ...peers(group.path, sources, sources),
      ...rules.filter(({ flow }) => isSelf(flow.from)).map(({ rule }) => rule),
    ],
  };
}

/**
 * What a street's edge forwards: the flows of its environments that have one end outside its networks. Pods are outside:
 * the site's router brings their packets to the uplink, like everybody's. There is no rule from one leg to another, so
 * stages cannot reach each other, and none without a card, so neither can clients (B-09).
 */
export function compileEdge(environments: readonly EnvironmentFacts[], client: Client): readonly FlowRule[] {
  return environments.flatMap((environment) => {
    const { zone, groups } = environment;
    const inward = { inInterface: EDGE_UPLINK, outInterface: edgeLeg(zone.name) };
    const outward = { inInterface: edgeLeg(zone.name), outInterface: EDGE_UPLINK };
    const all = groups.map((group) => groupAddresses(group, zone.name)).reduce(join, Addresses.NONE);
    const sources = groups.map((group) => memberAddresses(group, zone.name)).reduce(join, Addresses.NONE);
    const path = `${client.name}/${zone.name}`;
    const vpn = vpnAddresses(client);
    const declared = environment.flows.flatMap((flow) => ruleOf(flow, environment, client));
    return [
      ...administration(path, vpn, all).map((rule) => ({ ...rule, ...inward })),
      ...services(path, client, sources).map((rule) => ({ ...rule, ...outward })),
      ...declared
        .filter(({ flow }) => flow.from.kind !== "group" && flow.to.kind === "group")
        .sort(byEvaluation)
        .map(({ flow, rule }) => ({ ...rule, ...countriesOf(flow.from), ...inward })),
      ...declared
        .filter(({ flow }) => flow.from.kind === "group" && flow.to.kind !== "group")
        .map(({ rule }) => ({ ...rule, ...outward })),
      ...declared
        .filter(({ flow }) => isThroughTheUplink(flow))
        .sort(byEvaluation)
        .map(({ flow, rule }) => ({ ...rule, ...countriesOf(flow.from), ...THROUGH_THE_UPLINK })),
    ];
  });
}

/** What an edge accepts and needs itself, being a server too, and how its members keep each other in step. */
export function compileEdgeItself(edge: GroupRecord, client: Client): HostWall {
  const vpn = vpnAddresses(client);
  const zones = client.plan.zones.map(({ name }) => name);
  const own = ["uplink", ...zones].map((zone) => groupAddresses(edge, zone)).reduce(join);
  const sync = memberAddresses(edge, "sync");
  const step = {
    path: edge.path,
    from: "edge",
    to: "edge",
    why: "connections, kept in step between members",
  };
  const inStep = made(step, sync, sync, CONNTRACKD);
  const card = interfaceName(SYNC_CARD);
  const neighbours = Addresses.of(...client.plan.zones.flatMap(({ networks }) => networks));
  const ping = { path: edge.path, from: "zones", to: "edge", why: "is the gateway there" };
  return {
    input: [
      ...administration(edge.path, vpn, own),
      ...made(ping, neighbours, own, Port.PING),
      // Whoever could tell an edge of connections could open it, so not by any other card.
      ...inStep.map((rule) => ({ ...rule, inInterface: card })),
    ],
    output: [
      ...services(edge.path, client, memberAddresses(edge, "uplink")),
      ...peers(edge.path, sync, sync),
      ...inStep.map((rule) => ({ ...rule, outInterface: card })),
    ],
  };
}

/** Between pods and somebody outside: in by the uplink, and out by it again. */
const THROUGH_THE_UPLINK = { inInterface: EDGE_UPLINK, outInterface: EDGE_UPLINK };

/** Pods of one cluster meet inside it, and never at the edge. */
function isThroughTheUplink({ from, to }: Flow): boolean {
  return (isOutside(from) && to.kind === "workload") || (from.kind === "workload" && isOutside(to));
}

/** A flow as a rule, with the addresses that walls outside the cluster see; none where no family has both ends. */
export function ruleOf(flow: Flow, environment: EnvironmentFacts, client: Client) {
  const from = endAddresses(flow.from, environment, client, memberAddresses, podAddresses);
  const to = endAddresses(flow.to, environment, client, groupAddresses, answeringAddresses);
  const ends = { ...endsOf(flow), why: flow.why };
  // A server takes what the edge lets through; which countries those are is the edge's to know.
  return made(ends, from, to, flow.port).map((rule) => ({ flow, rule }));
}

function endAddresses(
  peer: PeerRecord,
  { groups, workloads, zone }: EnvironmentFacts,
  client: Client,
  ofGroup: (group: GroupRecord, zone: string) => Addresses,
  ofWorkload: (workload: WorkloadRecord) => Addresses,
): Addresses {
  if (isOutside(peer)) return outsideAddresses(peer, client);
  if (peer.kind === "workload") {
    const workload = workloads.find(({ path }) => path === peer.path);
    return workload === undefined ? Addresses.NONE : ofWorkload(workload);
  }
  const group = groups.find(({ path }) => path === peer.path);
  return group === undefined ? Addresses.NONE : ofGroup(group, zone.name);
}

/** By what the rules made of a flow are known: their comments begin with it, in every wall. */
export function idOfFlow(flow: Flow): string {
  const { path, from, to } = endsOf(flow);
  return flowId(path, from, to, flow.port);
}

function endsOf({ declaredOn, from, to }: Flow) {
  return { path: declaredOn, from: nameOf(from), to: nameOf(to) };
}

function nameOf(peer: PeerRecord): string {
  return isOutside(peer) ? JSON.stringify(peer) : peer.path;
}

/** Whitelists, checkpoints and scanners come before a country filter (C7), so that none of them hangs on its data. */
function byEvaluation(one: { readonly flow: Flow }, other: { readonly flow: Flow }): number {
  return Number(one.flow.from.kind === "country") - Number(other.flow.from.kind === "country");
}

function countriesOf(peer: PeerRecord): { readonly countries?: readonly string[] } {
  return peer.kind === "country" ? { countries: peer.codes } : {};
}
