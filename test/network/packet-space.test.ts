import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Packet, PacketSpace } from "../../lib/network/packet-space";
import { RangeSet } from "../../lib/network/range-set";
import {
  box,
  boxLists,
  EVERY_PACKET,
  isIn,
  numbers,
  packetsIn,
  packetsWhere,
  range,
  spaces,
} from "./tiny-universe";

function expectDisjoint({ boxes }: PacketSpace): void {
  const [packets, sum] = [EVERY_PACKET, boxes.map((one) => packetsWhere((packet) => isIn(one, packet)).size)];
  const any = packets.filter((packet) => boxes.some((one) => isIn(one, packet))).length;
  expect(sum.reduce((total, count) => total + count, 0)).toBe(any);
}

describe("a set of packets", () => {
  test("holds the packets of the boxes it is made of, each once", () => {
    fc.assert(
      fc.property(boxLists, (list) => {
        const space = PacketSpace.of(...list);
        const plain = packetsWhere((packet) => list.some((one) => isIn(one, packet)));
        expect(packetsIn(space)).toEqual(plain);
        expect(space.size).toBe(BigInt(plain.size));
        expect(space.isEmpty).toBe(plain.size === 0);
        expectDisjoint(space);
      }),
    );
  });

  test("is joined, shared and cut as plain sets are", () => {
    fc.assert(
      fc.property(spaces, spaces, (one, other) => {
        const [plainOne, plainOther] = [packetsIn(one), packetsIn(other)];
        const [union, intersect, minus] = [one.union(other), one.intersect(other), one.minus(other)];
        expect(packetsIn(union)).toEqual(packetsWhere((p) => plainOne.has(p) || plainOther.has(p)));
        expect(packetsIn(intersect)).toEqual(packetsWhere((p) => plainOne.has(p) && plainOther.has(p)));
        expect(packetsIn(minus)).toEqual(packetsWhere((p) => plainOne.has(p) && !plainOther.has(p)));
        for (const result of [union, intersect, minus]) {
          expect(result.size).toBe(BigInt(packetsIn(result).size));
          expectDisjoint(result);
        }
      }),
    );
  });

  test("covers and equals as plain sets do", () => {
    fc.assert(
      fc.property(spaces, spaces, (one, other) => {
        const [plainOne, plainOther] = [packetsIn(one), packetsIn(other)];
        const isCovered = [...plainOther].every((packet) => plainOne.has(packet));
        expect(one.covers(other)).toBe(isCovered);
        expect(one.equals(other)).toBe(isCovered && plainOne.size === plainOther.size);
        expect(one.union(other).covers(other)).toBe(true);
        expect(one.covers(one.intersect(other))).toBe(true);
      }),
    );
  });

  test("obeys the laws of sets, in whichever boxes it is held", () => {
    fc.assert(
      fc.property(spaces, spaces, spaces, (a, b, c) => {
        const not = (space: PacketSpace) => PacketSpace.ALL.minus(space);
        const laws: readonly (readonly [PacketSpace, PacketSpace])[] = [
          [a.union(b), b.union(a)],
          [a.union(b).union(c), a.union(b.union(c))],
          [a.intersect(b), b.intersect(a)],
          [a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c))],
          [a.minus(b), a.intersect(not(b))],
          [not(a.union(b)), not(a).intersect(not(b))],
          [not(not(a)), a],
          [a.minus(b).union(a.intersect(b)), a],
        ];
        for (const [one, other] of laws) expect(one.equals(other)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test("gives as a sample its first packet, which does not depend on the boxes", () => {
    fc.assert(
      fc.property(boxLists, (list) => {
        const space = PacketSpace.of(...list);
        const sample = space.sample();
        expect(PacketSpace.of(...list.toReversed()).sample()).toEqual(sample);
        expect(sample === undefined ? space.isEmpty : space.has(sample)).toBe(true);
      }),
    );
  });

  test("is the same object after cutting something it shares nothing with", () => {
    const space = box(numbers(1), numbers(2), numbers(3));
    expect(space.minus(box(numbers(1), numbers(2), numbers(4)))).toBe(space);
  });
});

describe("the set of all packets", () => {
  test("has 2^32 and 2^128 addresses on both sides, 65,535 ports of TCP and UDP, and ICMP", () => {
    expect(PacketSpace.ALL.size).toBe((2n ** 64n + 2n ** 256n) * (2n * 65_535n + 1n));
  });

  test("covers every packet of the tiny world, and itself leaves nothing", () => {
    expect(packetsIn(PacketSpace.ALL).size).toBe(EVERY_PACKET.length);
    expect(PacketSpace.ALL.minus(PacketSpace.ALL).isEmpty).toBe(true);
  });

  test.each<[string, Partial<Packet>]>([
    ["port 0", { port: 0 }],
    ["port 65536", { port: 65_536 }],
    ["half a port", { port: 1.5 }],
    ["no number as its port", { port: Number.NaN }],
    ["an ICMP port", { protocol: "icmp", port: 8 }],
    ["an IPv4 address of 33 bits", { source: 2n ** 32n }],
  ])("has no packet with %s", (_, strange) => {
    const packet: Packet = { family: 4, protocol: "tcp", source: 1n, destination: 1n, port: 1, ...strange };
    expect(PacketSpace.ALL.has(packet)).toBe(false);
  });
});

describe("the boxes of a set", () => {
  test("are one when they differ in their ports, destinations or sources only", () => {
    const [some, others] = [range(0, 3), numbers(9)];
    const all = some.union(others);
    for (const space of [
      box(some, some, some.minus(numbers(0))).union(box(some, some, others)),
      box(some, some, others).union(box(some, others, others)),
      box(some, some, others).union(box(others, some, others)),
    ]) {
      expect(space.boxes).toHaveLength(1);
    }
    expect(box(some, all, others).equals(box(some, some, others).union(box(some, others, others)))).toBe(
      true,
    );
  });

  test("are few for many clients' whitelists to the same server", () => {
    const clients = Array.from({ length: 100 }, (_, index) =>
      box(numbers(3 * index), numbers(7), numbers(443)),
    );
    const space = clients.reduce((all, one) => all.union(one), PacketSpace.EMPTY);
    expect(space.boxes).toHaveLength(1);
    expect(space.size).toBe(100n);
  });

  test("are joined again when a hole is filled", () => {
    const whole = box(range(0, 99), range(0, 99), range(1, 99));
    const hole = box(numbers(50), numbers(50), numbers(50));
    expect(whole.minus(hole).boxes).toHaveLength(3);
    expect(whole.minus(hole).union(hole).boxes).toHaveLength(1);
  });

  test("stay whole when a larger box swallows them", () => {
    const large = box(range(0, 9), range(0, 9), range(1, 9));
    const small = box(numbers(4), numbers(4), numbers(4));
    expect(small.union(large)).toBe(large);
    expect(large.union(small)).toBe(large);
  });

  test("hold nothing when one of their dimensions is empty", () => {
    const some = numbers(1);
    expect(box(RangeSet.EMPTY, some, some).isEmpty).toBe(true);
    expect(box(some, RangeSet.EMPTY, some).isEmpty).toBe(true);
    expect(box(some, some, RangeSet.EMPTY).isEmpty).toBe(true);
    expect(box(some, some, RangeSet.EMPTY, { protocol: "icmp" }).isEmpty).toBe(true);
  });

  test("are refused when they hold what cannot be", () => {
    const some = numbers(1);
    expect(() => box(some, some, numbers(0))).toThrow("tcp has ports 1-65535");
    expect(() => box(some, some, numbers(65_536))).toThrow(RangeError);
    expect(() => box(some, some, numbers(8), { protocol: "icmp" })).toThrow("ICMP has port 0 only");
    expect(() => box(range(0n, 2n ** 32n), some, some)).toThrow("does not fit in IPv4");
    expect(() => box(some, range(0n, 2n ** 128n), some, { family: 6 })).toThrow("does not fit in IPv6");
  });
});
