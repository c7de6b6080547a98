import { PORT_MAX, type Protocol } from "../../model/port";
import { Addresses } from "../addresses";
import { type Box, FAMILIES, PacketSpace } from "../packet-space";
import { type Range, RangeSet } from "../range-set";
import type { Cluster, Pod } from "./cluster";
import type { Peers, PolicyPort, PolicyRule, Transport } from "./policy";
import { selects } from "./selector";

/** Whoever is at the other end of a pod's connection. */
export interface FarEnd {
  readonly addresses: Addresses;
  /** The pod it is, if policies can know it as one: pods in their node's network they cannot. */
  readonly pod: Pod | undefined;
}

/** The addresses packets come from and go to. */
export interface Sides {
  readonly from: Addresses;
  readonly to: Addresses;
}

/** The packets of a way: SCTP apart, because packet spaces hold none. */
export interface Packets {
  /** TCP, UDP and ICMP. */
  readonly space: PacketSpace;
  /** SCTP, told as if it were TCP. Never to be joined with `space`. */
  readonly sctpAsTcp: PacketSpace;
}

export const EVERY_PORT: RangeSet = RangeSet.of({ first: 1n, last: BigInt(PORT_MAX) });
const NO_PORT: RangeSet = RangeSet.of({ first: 0n, last: 0n });

/** Everything from one side to the other. */
export function everythingBetween(sides: Sides): Packets {
  return {
    space: PacketSpace.of(
      ...boxes(sides, "tcp", EVERY_PORT),
      ...boxes(sides, "udp", EVERY_PORT),
      ...boxes(sides, "icmp", NO_PORT),
    ),
    sctpAsTcp: PacketSpace.of(...boxes(sides, "tcp", EVERY_PORT)),
  };
}

/** What a rule lets through on the way between two sides, which hold the addresses its peers are at. */
export function packetsOf(rule: PolicyRule, sides: Sides, destination: Pod | undefined): Packets {
  const ports = (transport: Transport) => portsOf(rule, transport, destination);
  return {
    space: PacketSpace.of(...boxes(sides, "tcp", ports("TCP")), ...boxes(sides, "udp", ports("UDP"))),
    sctpAsTcp: PacketSpace.of(...boxes(sides, "tcp", ports("SCTP"))),
  };
}

/** The addresses at which a rule of a policy in this namespace means the far end; none when it means somebody else. */
export function meantBy(
  { peers }: PolicyRule,
  namespace: string,
  { addresses, pod }: FarEnd,
  cluster: Cluster,
): Addresses {
  if (peers === "everyone") return addresses;
  if (pod !== undefined)
    return peers.some((peer) => isPeer(peer, namespace, pod, cluster)) ? addresses : Addresses.NONE;
  return networksIn(peers).intersect(addresses);
}

/** Whether a rule names networks in which a pod stands, which upstream leaves undefined. */
export function namesAddressesOf({ peers }: PolicyRule, { addresses }: Pod): boolean {
  return peers !== "everyone" && !networksIn(peers).intersect(addresses).isEmpty;
}

function isPeer(peer: Peers, namespace: string, pod: Pod, cluster: Cluster): boolean {
  if (peer.kind === "networks" || !selects(peer.pods, pod.labels)) return false;
  return peer.namespaces === undefined
    ? pod.namespace === namespace
    : selects(peer.namespaces, cluster.namespaceLabels(pod));
}

function networksIn(peers: readonly Peers[]): Addresses {
  return peers.reduce(
    (all, peer) => (peer.kind === "networks" ? all.union(peer.addresses) : all),
    Addresses.NONE,
  );
}

function portsOf({ ports }: PolicyRule, transport: Transport, destination: Pod | undefined): RangeSet {
  if (ports === "all") return EVERY_PORT;
  return RangeSet.of(
    ...ports.filter(({ protocol }) => protocol === transport).flatMap((port) => rangesOf(port, destination)),
  );
}

/** A name is looked up at the destination, which has to give it to a port of the same protocol; elsewhere it is nothing. */
function rangesOf(port: PolicyPort, destination: Pod | undefined): readonly Range[] {
  switch (port.kind) {
    case "all":
      return EVERY_PORT.ranges;
    case "range":
      return [{ first: BigInt(port.first), last: BigInt(port.last) }];
    case "name":
      return (destination?.ports ?? [])
        .filter(({ name, protocol }) => name === port.name && protocol === port.protocol)
        .map(({ number }) => ({ first: BigInt(number), last: BigInt(number) }));
  }
}

function boxes({ from, to }: Sides, protocol: Protocol, ports: RangeSet): readonly Box[] {
  return FAMILIES.map((family) => ({
    family,
    protocol,
    source: from.in(family),
    destination: to.in(family),
    ports,
  }));
}
