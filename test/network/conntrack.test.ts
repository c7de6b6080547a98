import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { ADDRESS_BITS, IpAddress, type IpFamily } from "../../lib/model/ip";
import { conntrackCuts } from "../../lib/network/conntrack";
import { type Box, FAMILIES, type Packet, PacketSpace } from "../../lib/network/packet-space";
import { RangeSet } from "../../lib/network/range-set";
import { packetsIn, packetsWhere, range, spaces } from "./tiny-universe";

const address = (text: string): RangeSet => {
  const { value } = IpAddress.parse(text);
  return RangeSet.of({ first: value, last: value });
};

const box = (changes: Partial<Box> = {}): PacketSpace =>
  PacketSpace.of({
    family: 4,
    protocol: "tcp",
    source: address("192.0.2.1"),
    destination: address("10.0.0.9"),
    ports: range(443, 443),
    ...changes,
  });

const lines = (space: PacketSpace) => conntrackCuts(space).map((cut) => cut.join(" "));

/** What stands behind an option of a call. */
function option(cut: readonly string[], name: string): string | undefined {
  const at = cut.indexOf(name);
  return at < 0 ? undefined : cut[at + 1];
}

/** Two addresses of a family anywhere, often close together, lowest first. */
const ranges = fc
  .record({
    family: fc.constantFrom(...FAMILIES),
    start: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
    bits: fc.nat(128),
    length: fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
  })
  .map(({ family, start, bits, length }) => {
    const top = (1n << BigInt(ADDRESS_BITS[family])) - 1n;
    const first = start & top;
    const last = first + (length & ((1n << BigInt(bits)) - 1n));
    return { family, first, last: last > top ? top : last };
  });

function sourcesOf(family: IpFamily, first: bigint, last: bigint): readonly Cidr[] {
  const destination = RangeSet.of({ first: 0n, last: 0n });
  const cuts = conntrackCuts(box({ family, source: RangeSet.of({ first, last }), destination }));
  return cuts.map((cut) => Cidr.parse(option(cut, "--orig-src") ?? ""));
}

describe("the networks of a range of addresses", () => {
  test("are exactly the range, one after the other, and canonical", () => {
    fc.assert(
      fc.property(ranges, ({ family, first, last }) => {
        let next = first;
        for (const network of sourcesOf(family, first, last)) {
          expect(network.family).toBe(family);
          expect(network.first.value).toBe(next);
          next = network.last.value + 1n;
        }
        expect(next).toBe(last + 1n);
      }),
    );
  });

  test("are as few as there can be: no two neighbours make one network, and never more than two a bit", () => {
    fc.assert(
      fc.property(ranges, ({ family, first, last }) => {
        const networks = sourcesOf(family, first, last);
        expect(networks.length).toBeLessThanOrEqual(2 * ADDRESS_BITS[family]);
        for (const [index, network] of networks.entries()) {
          const next = networks[index + 1];
          if (next?.prefix !== network.prefix) continue;
          expect(Cidr.around(network.first, network.prefix - 1).contains(next)).toBe(false);
        }
      }),
    );
  });

  test("of all addresses are one", () => {
    expect(sourcesOf(4, 0n, (1n << 32n) - 1n).map(String)).toEqual(["0.0.0.0/0"]);
    expect(sourcesOf(6, 0n, (1n << 128n) - 1n).map(String)).toEqual(["::/0"]);
  });
});

describe("what conntrack is told", () => {
  test("names family, protocol, both addresses in the direction of opening, and the port", () => {
    expect(conntrackCuts(box())).toEqual([
      [
        ...["-D", "-f", "ipv4", "-p", "tcp"],
        ...["--orig-src", "192.0.2.1/32", "--orig-dst", "10.0.0.9/32", "--orig-port-dst", "443"],
      ],
    ]);
  });

  test("of IPv6 and of pings is in the words of their family", () => {
    const [source, destination] = [address("2001:db8::1"), address("2001:db8::2")];
    expect(lines(box({ family: 6, protocol: "udp", source, destination }))).toEqual([
      "-D -f ipv6 -p udp --orig-src 2001:db8::1/128 --orig-dst 2001:db8::2/128 --orig-port-dst 443",
    ]);
    expect(lines(box({ family: 6, protocol: "icmp", source, destination, ports: range(0, 0) }))).toEqual([
      "-D -f ipv6 -p icmpv6 --orig-src 2001:db8::1/128 --orig-dst 2001:db8::2/128",
    ]);
    expect(lines(box({ protocol: "icmp", ports: range(0, 0) }))).toEqual([
      "-D -f ipv4 -p icmp --orig-src 192.0.2.1/32 --orig-dst 10.0.0.9/32",
    ]);
  });

  test("of a range of ports is one call a port, and of all ports one without", () => {
    const ports = conntrackCuts(box({ ports: range(8000, 8002).union(range(9000, 9000)) }));
    expect(ports.map((cut) => option(cut, "--orig-port-dst"))).toEqual(["8000", "8001", "8002", "9000"]);
    const all = conntrackCuts(box({ ports: range(1, 65_535) }));
    expect(all.map((cut) => option(cut, "--orig-port-dst"))).toEqual([undefined]);
    expect(conntrackCuts(box({ ports: range(2, 65_535) }))).toHaveLength(65_534);
  });

  test("is nothing where nothing was closed", () => {
    expect(conntrackCuts(PacketSpace.EMPTY)).toEqual([]);
  });

  test("cuts exactly the packets of the space, each by one call", () => {
    fc.assert(
      fc.property(spaces, (space) => {
        const cuts = conntrackCuts(space).map(reading);
        const hits = (packet: Packet) => cuts.filter((matches) => matches(packet)).length;
        expect(packetsWhere((packet) => hits(packet) > 0)).toEqual(packetsIn(space));
        expect(packetsWhere((packet) => hits(packet) > 1).size).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

/** Which packets a call ends the connections of, read as the manual of conntrack has it. */
function reading(cut: readonly string[]): (packet: Packet) => boolean {
  const [source, destination] = ["--orig-src", "--orig-dst"].map((name) =>
    Cidr.parse(option(cut, name) ?? ""),
  );
  const [family, protocol] = [option(cut, "-f"), option(cut, "-p")];
  const port = option(cut, "--orig-port-dst");
  const isIn = (network: Cidr | undefined, value: bigint) =>
    network !== undefined && network.first.value <= value && value <= network.last.value;
  return (packet) =>
    family === `ipv${packet.family}` &&
    protocol === (packet.protocol === "icmp" && packet.family === 6 ? "icmpv6" : packet.protocol) &&
    source?.family === packet.family &&
    destination?.family === packet.family &&
    isIn(source, packet.source) &&
    isIn(destination, packet.destination) &&
    (port === undefined || port === `${packet.port}`);
}
