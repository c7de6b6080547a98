import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";
import { canonicalBoxes } from "../../lib/network/canonical-boxes";
import { describeAddresses, describeSpace, difference } from "../../lib/network/difference";
import { PacketSpace } from "../../lib/network/packet-space";
import { RangeSet } from "../../lib/network/range-set";
import { box, boxLists, numbers, range, spaces } from "./tiny-universe";

const HTTPS = numbers(443);

/** The addresses of these networks, single addresses and ranges. */
function addresses(...texts: readonly string[]): RangeSet {
  const ranges = texts.map((text) => {
    if (text.includes("/")) {
      const { first, last } = Cidr.parse(text);
      return { first: first.value, last: last.value };
    }
    const [first = "", last = first] = text.split("-");
    return { first: IpAddress.parse(first).value, last: IpAddress.parse(last).value };
  });
  return RangeSet.of(...ranges);
}

describe("the difference of two spaces", () => {
  test("turns the one into the other, and shares nothing with what stays", () => {
    fc.assert(
      fc.property(spaces, spaces, (before, after) => {
        const { opened, closed } = difference(before, after);
        expect(before.minus(closed).union(opened).equals(after)).toBe(true);
        expect(opened.intersect(before).isEmpty).toBe(true);
        expect(closed.intersect(after).isEmpty).toBe(true);
      }),
    );
  });

  test("is empty when the same packets pass, however they are declared", () => {
    const whole = box(addresses("10.20.0.0/24"), numbers(1), HTTPS);
    const halves = box(addresses("10.20.0.0/25"), numbers(1), HTTPS).union(
      box(addresses("10.20.0.128/25"), numbers(1), HTTPS),
    );
    expect(difference(whole, halves)).toEqual({ opened: PacketSpace.EMPTY, closed: PacketSpace.EMPTY });
  });

  test("shows what a wider whitelist opens", () => {
    const server = addresses("10.20.0.10");
    const { opened, closed } = difference(
      box(addresses("198.51.100.16/29", "203.0.113.7"), server, HTTPS),
      box(addresses("198.51.100.16/28"), server, HTTPS),
    );
    expect(describeSpace(opened)).toEqual(["tcp/443 from 198.51.100.24/29 to 10.20.0.10"]);
    expect(describeSpace(closed)).toEqual(["tcp/443 from 203.0.113.7 to 10.20.0.10"]);
  });
});

describe("a space for people", () => {
  test("reads as a sentence", () => {
    const space = box(addresses("198.51.100.16/28"), addresses("10.20.0.10"), HTTPS);
    expect(describeSpace(space)).toEqual(["tcp/443 from 198.51.100.16/28 to 10.20.0.10"]);
  });

  test("has a line for each service, in the order of families, protocols and ports", () => {
    const [office, server] = [addresses("198.51.100.0/24"), addresses("10.20.0.10")];
    const [ping, dns] = [{ protocol: "icmp" } as const, { protocol: "udp" } as const];
    const lines = describeSpace(
      [
        box(addresses("2001:db8::/64"), addresses("2001:db8:1::10"), numbers(22), { family: 6 }),
        box(office, server, numbers(0), ping),
        box(office, server, numbers(53), dns),
        box(office, server, HTTPS),
        box(addresses("192.0.2.1"), server, range(60, 69)),
      ].reduce((all, one) => all.union(one)),
    );
    expect(lines).toEqual([
      "tcp/60-69 from 192.0.2.1 to 10.20.0.10",
      "tcp/443 from 198.51.100.0/24 to 10.20.0.10",
      "udp/53 from 198.51.100.0/24 to 10.20.0.10",
      "icmp from 198.51.100.0/24 to 10.20.0.10",
      "tcp/22 from 2001:db8::/64 to 2001:db8:1::10",
    ]);
  });

  test("has no lines when it is empty, and six when it is everything", () => {
    expect(describeSpace(PacketSpace.EMPTY)).toEqual([]);
    expect(describeSpace(PacketSpace.ALL)).toEqual([
      "tcp/1-65535 from 0.0.0.0/0 to 0.0.0.0/0",
      "udp/1-65535 from 0.0.0.0/0 to 0.0.0.0/0",
      "icmp from 0.0.0.0/0 to 0.0.0.0/0",
      "tcp/1-65535 from ::/0 to ::/0",
      "udp/1-65535 from ::/0 to ::/0",
      "icmp from ::/0 to ::/0",
    ]);
  });

  test("tells what is left around a hole by service", () => {
    const [all, admins, server] = [
      addresses("10.0.0.0/8"),
      addresses("10.9.0.0/24"),
      addresses("10.20.0.10"),
    ];
    const space = box(all, server, range(1, 1023)).minus(box(all.minus(admins), server, numbers(22)));
    expect(describeSpace(space)).toEqual([
      "tcp/1-21, 23-1023 from 10.0.0.0/8 to 10.20.0.10",
      "tcp/22 from 10.9.0.0/24 to 10.20.0.10",
    ]);
  });

  test("has the same lines for the same packets, in whichever boxes they are", () => {
    fc.assert(
      fc.property(boxLists, spaces, (list, other) => {
        const space = PacketSpace.of(...list);
        const detour = PacketSpace.of(...list.toReversed())
          .minus(other)
          .union(other.intersect(space));
        expect(describeSpace(detour)).toEqual(describeSpace(space));
      }),
    );
  });

  test("has all its packets in those lines, and none twice", () => {
    fc.assert(
      fc.property(spaces, (space) => {
        const lines = canonicalBoxes(space);
        expect(PacketSpace.of(...lines).equals(space)).toBe(true);
        expect(lines.reduce((sum, line) => sum + PacketSpace.of(line).size, 0n)).toBe(space.size);
      }),
    );
  });
});

describe("addresses for people", () => {
  test.each([
    [["10.20.0.10"], "10.20.0.10"],
    [["10.20.0.0/32"], "10.20.0.0"],
    [["10.20.0.10-10.20.0.11"], "10.20.0.10/31"],
    [["10.20.0.11-10.20.0.12"], "10.20.0.11-10.20.0.12"],
    [["10.20.0.0-10.20.0.2"], "10.20.0.0-10.20.0.2"],
    [["10.20.0.1-10.20.0.3"], "10.20.0.1-10.20.0.3"],
    [["192.0.2.1", "10.0.0.0/8", "172.16.0.0/12"], "10.0.0.0/8, 172.16.0.0/12, 192.0.2.1"],
    [["1.0.0.1", "1.0.0.3", "1.0.0.5", "1.0.0.7", "1.0.0.9"], "1.0.0.1, 1.0.0.3, 1.0.0.5 and 2 more"],
    [[], "none"],
  ])("%j are written %j", (texts, line) => {
    expect(describeAddresses(4, addresses(...texts))).toBe(line);
  });

  test("are written as RFC 5952 has it in IPv6", () => {
    expect(describeAddresses(6, addresses("2001:db8::/32", "::1"))).toBe("::1, 2001:db8::/32");
    expect(describeAddresses(6, range(0n, 2n ** 128n - 1n))).toBe("::/0");
  });

  test("are refused when they do not fit in the family", () => {
    expect(() => describeAddresses(4, numbers(2 ** 32))).toThrow(RangeError);
  });

  test("of any one network are written as that network", () => {
    const networks = fc
      .tuple(fc.bigInt(0n, 2n ** 32n - 1n), fc.nat(31))
      .map(([address, prefix]) => Cidr.around(IpAddress.of(4, address), prefix));
    fc.assert(
      fc.property(networks, (network) => {
        expect(describeAddresses(4, addresses(`${network}`))).toBe(`${network}`);
      }),
    );
  });
});
