import * as fc from "fast-check";
import { type Box, FAMILIES, type Packet, PacketSpace, PROTOCOLS } from "../../lib/network/packet-space";
import { type Range, RangeSet } from "../../lib/network/range-set";
import type { Rule, Wall } from "../../lib/network/wall";

// A world so small that every packet in it can be asked: addresses 0-7 in both families, ports 1-4.
// Random sets stay inside it; only complements of PacketSpace.ALL reach further.
const LAST_ADDRESS = 7;
const LAST_PORT = 4;

const addressNumbers = Array.from({ length: LAST_ADDRESS + 1 }, (_, address) => BigInt(address));

/** Every packet of the tiny world: 1,152. */
export const EVERY_PACKET: readonly Packet[] = FAMILIES.flatMap((family) =>
  PROTOCOLS.flatMap((protocol) =>
    addressNumbers.flatMap((source) =>
      addressNumbers.flatMap((destination) =>
        portsOf(protocol).map((port) => ({ family, protocol, source, destination, port })),
      ),
    ),
  ),
);

/** A random box of the tiny world, possibly empty. */
export const boxes: fc.Arbitrary<Box> = fc.oneof(
  fc.record({
    family: fc.constantFrom(...FAMILIES),
    protocol: fc.constantFrom("tcp" as const, "udp" as const),
    source: setsWithin(0, LAST_ADDRESS),
    destination: setsWithin(0, LAST_ADDRESS),
    ports: setsWithin(1, LAST_PORT),
  }),
  fc.record({
    family: fc.constantFrom(...FAMILIES),
    protocol: fc.constant("icmp" as const),
    source: setsWithin(0, LAST_ADDRESS),
    destination: setsWithin(0, LAST_ADDRESS),
    ports: fc.constant(numbers(0)),
  }),
);

/** Boxes that mostly share their family and protocol, so that they meet. */
export const boxLists: fc.Arbitrary<readonly Box[]> = fc.oneof(
  fc.array(boxes, { maxLength: 5 }),
  fc.array(
    boxes.map((box): Box => (box.protocol === "icmp" ? box : { ...box, family: 4, protocol: "tcp" })),
    { maxLength: 6 },
  ),
);

/** A random space of the tiny world. */
export const spaces: fc.Arbitrary<PacketSpace> = boxLists.map((list) => PacketSpace.of(...list));

/** A wall of a few rules, whose ids tell their place. */
export const walls: fc.Arbitrary<Wall> = fc
  .array(fc.record({ action: fc.constantFrom("accept" as const, "drop" as const), space: spaces }), {
    maxLength: 6,
  })
  .map((rules) => ({
    name: "tiny",
    rules: rules.map((rule, index): Rule => ({ ...rule, id: `rule-${index}`, comment: "" })),
  }));

/** The oracle: the packets of the tiny world for which something holds, as a plain JavaScript set. */
export function packetsWhere(holds: (packet: Packet) => boolean): ReadonlySet<Packet> {
  return new Set(EVERY_PACKET.filter(holds));
}

/** The packets of the tiny world that are in the space. */
export function packetsIn(space: PacketSpace): ReadonlySet<Packet> {
  return packetsWhere((packet) => space.has(packet));
}

/** Whether a packet is in a box, from its definition. */
export function isIn(box: Box, packet: Packet): boolean {
  return (
    box.family === packet.family &&
    box.protocol === packet.protocol &&
    holds(box.source, packet.source) &&
    holds(box.destination, packet.destination) &&
    holds(box.ports, BigInt(packet.port))
  );
}

/** The set of just these numbers. */
export function numbers(...values: readonly number[]): RangeSet {
  return RangeSet.of(...values.map((value) => ({ first: BigInt(value), last: BigInt(value) })));
}

/** The set of the numbers from first to last. */
export function range(first: number | bigint, last: number | bigint): RangeSet {
  return RangeSet.of({ first: BigInt(first), last: BigInt(last) });
}

/** The space of one box of IPv4 TCP packets, unless said otherwise. */
export function box(
  source: RangeSet,
  destination: RangeSet,
  ports: RangeSet,
  other: Partial<Box> = {},
): PacketSpace {
  return PacketSpace.of({ family: 4, protocol: "tcp", source, destination, ports, ...other });
}

function holds({ ranges }: RangeSet, value: bigint): boolean {
  return ranges.some(({ first, last }: Range) => first <= value && value <= last);
}

function portsOf(protocol: Packet["protocol"]): readonly number[] {
  return protocol === "icmp" ? [0] : Array.from({ length: LAST_PORT }, (_, index) => index + 1);
}

function setsWithin(first: number, last: number): fc.Arbitrary<RangeSet> {
  const choices = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return fc.oneof(
    fc.subarray(choices).map((chosen) => numbers(...chosen)),
    fc
      .tuple(fc.constantFrom(...choices), fc.constantFrom(...choices))
      .map(([one, other]) => range(Math.min(one, other), Math.max(one, other))),
  );
}
