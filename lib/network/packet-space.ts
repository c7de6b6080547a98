import { ADDRESS_BITS, type IpFamily } from "../model/ip";
import { PORT_MAX, type Protocol } from "../model/port";
import { compare, RangeSet } from "./range-set";

/** The first packet of a connection, as far as a layer 3/4 firewall judges it. */
export interface Packet {
  readonly family: IpFamily;
  readonly protocol: Protocol;
  /** The address it comes from, as a number. */
  readonly source: bigint;
  /** The address it goes to, as a number. */
  readonly destination: bigint;
  /** The port it goes to; 0 for ICMP, which has none. */
  readonly port: number;
}

/** All packets of one family and protocol from one of these sources, to one of these destinations, on one of these ports. */
export interface Box {
  readonly family: IpFamily;
  readonly protocol: Protocol;
  readonly source: RangeSet;
  readonly destination: RangeSet;
  /** Destination ports, 1-65535; just 0 for ICMP. */
  readonly ports: RangeSet;
}

/** The order in which spaces are told. */
export const FAMILIES: readonly IpFamily[] = [4, 6];
/** The order in which spaces are told. */
export const PROTOCOLS: readonly Protocol[] = ["tcp", "udp", "icmp"];

/**
 * An immutable set of packets, held as boxes that do not overlap. The same set may be held in different boxes:
 * `equals` compares packets. Boxes that differ in one dimension only are joined, so that there are few.
 */
export class PacketSpace {
  static readonly EMPTY = new PacketSpace([]);
  /** Every packet there can be: both families, all protocols, all addresses, ports 1-65535. */
  static readonly ALL = new PacketSpace(
    FAMILIES.flatMap((family) => PROTOCOLS.map((protocol) => everything(family, protocol))),
  );

  private constructor(
    /** Not empty and without a packet in common. Which boxes they are depends on how the set was made. */
    readonly boxes: readonly Box[],
  ) {}

  /**
   * The packets in any of these boxes, which may overlap. A box with an empty dimension holds no packets: an empty
   * set never means "any".
   *
   * @throws RangeError when an address does not fit in the family, or a port is none of the protocol
   */
  static of(...boxes: readonly Box[]): PacketSpace {
    for (const box of boxes) requirePossible(box);
    const filled = boxes.filter((box) => !isEmptyBox(box));
    return filled.reduce((space, box) => space.union(new PacketSpace([box])), PacketSpace.EMPTY);
  }

  get isEmpty(): boolean {
    return this.boxes.length === 0;
  }

  /** How many packets are in the set. */
  get size(): bigint {
    return this.boxes.reduce(
      (sum, { source, destination, ports }) => sum + source.size * destination.size * ports.size,
      0n,
    );
  }

  /** Whether the packet is in the set. A port that is no whole number is in none. */
  has(packet: Packet): boolean {
    if (!Number.isInteger(packet.port)) return false;
    const port = BigInt(packet.port);
    return this.boxes.some(
      (box) =>
        box.family === packet.family &&
        box.protocol === packet.protocol &&
        box.ports.has(port) &&
        box.destination.has(packet.destination) &&
        box.source.has(packet.source),
    );
  }

  /** The packets in this set, in the other, or in both. */
  union(other: PacketSpace): PacketSpace {
    if (this === other) return this;
    // Either set can stay whole while the other gives up what they share; the one with fewer pieces is kept.
    const theirs = other.minus(this);
    if (theirs.isEmpty) return this;
    const mine = this.minus(other);
    if (mine.isEmpty) return other;
    const keepsMine = this.boxes.length + theirs.boxes.length <= mine.boxes.length + other.boxes.length;
    const [kept, added] = keepsMine ? [this, theirs] : [other, mine];
    return new PacketSpace(joined(kept.boxes, added.boxes));
  }

  /** The packets in both sets. */
  intersect(other: PacketSpace): PacketSpace {
    if (this === other) return this;
    const shared = this.boxes.flatMap((mine) => other.boxes.map((theirs) => overlap(mine, theirs)));
    const filled = shared.filter((box) => box !== undefined);
    return PacketSpace.made(joined([], filled));
  }

  /** The packets in this set that are not in the other; this very object when the two share none. */
  minus(other: PacketSpace): PacketSpace {
    if (this === other) return PacketSpace.EMPTY;
    const left = other.boxes.reduce(without, this.boxes);
    return left === this.boxes ? this : PacketSpace.made(left);
  }

  /** Whether every packet of the other set is in this one. The empty set is covered by all. */
  covers(other: PacketSpace): boolean {
    return other.minus(this).isEmpty;
  }

  /** Whether both sets hold the same packets, in whichever boxes. */
  equals(other: PacketSpace): boolean {
    return this === other || (this.size === other.size && this.covers(other));
  }

  /**
   * The first packet of the set, undefined when it is empty: IPv4 before IPv6, then TCP, UDP and ICMP, then the lowest
   * port, destination and source. It depends on the packets only, not on the boxes they are in.
   */
  sample(): Packet | undefined {
    return this.boxes.map(firstPacket).sort(comparePackets)[0];
  }

  private static made(boxes: readonly Box[]): PacketSpace {
    return boxes.length === 0 ? PacketSpace.EMPTY : new PacketSpace(boxes);
  }
}

function everything(family: IpFamily, protocol: Protocol): Box {
  const addresses = RangeSet.of({ first: 0n, last: (1n << BigInt(ADDRESS_BITS[family])) - 1n });
  return { family, protocol, source: addresses, destination: addresses, ports: everyPort(protocol) };
}

function everyPort(protocol: Protocol): RangeSet {
  return RangeSet.of(protocol === "icmp" ? { first: 0n, last: 0n } : { first: 1n, last: BigInt(PORT_MAX) });
}

function requirePossible({ family, protocol, source, destination, ports }: Box): void {
  const possible = everything(family, protocol);
  if (!possible.source.covers(source) || !possible.destination.covers(destination)) {
    throw new RangeError(`a box holds an address that does not fit in IPv${family}`);
  }
  if (!possible.ports.covers(ports)) {
    const valid = protocol === "icmp" ? "ICMP has port 0 only" : `${protocol} has ports 1-${PORT_MAX}`;
    throw new RangeError(`a box holds a port that cannot be: ${valid}`);
  }
}

function isEmptyBox({ source, destination, ports }: Box): boolean {
  return source.isEmpty || destination.isEmpty || ports.isEmpty;
}

/** The packets two boxes share, undefined when there are none. The smaller dimensions are tried first. */
function overlap(one: Box, other: Box): Box | undefined {
  if (one.family !== other.family || one.protocol !== other.protocol) return undefined;
  const ports = one.ports.intersect(other.ports);
  if (ports.isEmpty) return undefined;
  const destination = one.destination.intersect(other.destination);
  if (destination.isEmpty) return undefined;
  const source = one.source.intersect(other.source);
  return source.isEmpty ? undefined : { ...one, source, destination, ports };
}

/** Boxes with the packets of one box cut out; the same list when it shares none with them. */
function without(boxes: readonly Box[], cut: Box): readonly Box[] {
  const untouched: Box[] = [];
  const pieces: Box[] = [];
  for (const box of boxes) {
    const shared = overlap(box, cut);
    if (shared === undefined) untouched.push(box);
    else pieces.push(...around(box, shared));
  }
  return untouched.length === boxes.length ? boxes : joined(untouched, pieces);
}

/** What is left of a box around a smaller one inside it: at most three boxes that do not overlap. */
function around(box: Box, inner: Box): readonly Box[] {
  const { ports, destination } = inner;
  return [
    { ...box, ports: box.ports.minus(ports) },
    { ...box, ports, destination: box.destination.minus(destination) },
    { ...box, ports, destination, source: box.source.minus(inner.source) },
  ].filter((piece) => !isEmptyBox(piece));
}

/** Adds boxes to a list none of them overlaps, and joins what can be joined. */
function joined(boxes: readonly Box[], added: readonly Box[]): readonly Box[] {
  const all = [...boxes];
  for (let box of added) {
    let partner = all.findIndex((other) => makesOneBox(box, other));
    while (partner >= 0) {
      for (const other of all.splice(partner, 1)) box = hull(box, other);
      partner = all.findIndex((other) => makesOneBox(box, other));
    }
    all.push(box);
  }
  return all;
}

/** Whether two boxes are the same but for one dimension, so that together they are one box. */
function makesOneBox(one: Box, other: Box): boolean {
  if (one.family !== other.family || one.protocol !== other.protocol) return false;
  const samePorts = one.ports.equals(other.ports);
  const sameDestination = one.destination.equals(other.destination);
  if (!samePorts && !sameDestination) return false;
  return (samePorts && sameDestination) || one.source.equals(other.source);
}

function hull(one: Box, other: Box): Box {
  return {
    ...one,
    source: one.source.union(other.source),
    destination: one.destination.union(other.destination),
    ports: one.ports.union(other.ports),
  };
}

function firstPacket({ family, protocol, source, destination, ports }: Box): Packet {
  const lowest = (set: RangeSet) => set.ranges[0]?.first ?? 0n;
  return {
    family,
    protocol,
    source: lowest(source),
    destination: lowest(destination),
    port: Number(lowest(ports)),
  };
}

function comparePackets(one: Packet, other: Packet): number {
  return (
    one.family - other.family ||
    PROTOCOLS.indexOf(one.protocol) - PROTOCOLS.indexOf(other.protocol) ||
    one.port - other.port ||
    compare(one.destination, other.destination) ||
    compare(one.source, other.source)
  );
}
