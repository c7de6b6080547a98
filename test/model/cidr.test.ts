import { BlockList } from "node:net";
import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";
import { mistakeOf } from "../support/errors";

const networks = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    bits: fc.bigInt(0n, 2n ** 128n - 1n),
    prefix: fc.nat(128),
  })
  .map(({ family, bits, prefix }) => {
    const address = IpAddress.of(family, family === 4 ? bits & 0xffffffffn : bits | (1n << 127n));
    return Cidr.around(address, family === 4 ? prefix % 33 : prefix);
  });

describe("a network in CIDR notation", () => {
  test("is read back from what it prints", () => {
    fc.assert(
      fc.property(networks, (network) => {
        expect(Cidr.parse(String(network)).toString()).toBe(String(network));
      }),
    );
  });

  test("contains exactly the addresses Node's own BlockList says it contains", () => {
    fc.assert(
      fc.property(networks, networks, (network, { first: address }) => {
        const oracle = new BlockList();
        oracle.addSubnet(String(network.first), network.prefix, network.family === 4 ? "ipv4" : "ipv6");
        // Node counts an IPv4 address as its mapped IPv6 form; here the two families have nothing in common.
        const isIn = oracle.check(String(address), address.family === 4 ? "ipv4" : "ipv6");
        expect(network.contains(address)).toBe(network.family === address.family && isIn);
      }),
    );
  });

  test("falls apart into equal parts that cover it and do not overlap", () => {
    const parts = Array.from({ length: 8 }, (_, index) => Cidr.parse("10.20.0.0/20").part(23, index));
    expect(parts.map(String)).toEqual(
      expect.arrayContaining(["10.20.0.0/23", "10.20.6.0/23", "10.20.14.0/23"]),
    );
    expect(parts.reduce((sum, part) => sum + part.size, 0n)).toBe(Cidr.parse("10.20.0.0/20").size);
    for (const [index, part] of parts.entries()) {
      expect(parts.slice(index + 1).some((other) => other.overlaps(part))).toBe(false);
    }
  });

  test("has no address past its end", () => {
    const network = Cidr.parse("192.0.2.0/30");
    expect(String(network.at(3))).toBe("192.0.2.3");
    expect(() => network.at(4)).toThrow(RangeError);
  });

  test.each([
    ["999.1.1.1/99", "is not an IPv4 or IPv6 address"],
    ["10.0.0.0/33", "a whole number from 0 to 32"],
    ["10.0.0.0/-1", "a whole number from 0 to 32"],
    ["10.0.0.0/08", "a whole number from 0 to 32"],
    ["10.0.0.0/8/8", "a whole number from 0 to 32"],
    ["10.0.0.0/", "a whole number from 0 to 32"],
    ["2001:db8::/129", "a whole number from 0 to 128"],
    ["10.0.0.0", "has no prefix length"],
    ["10.20.0.1/20", "has host bits set"],
    ["2001:db8::1/32", "has host bits set"],
    ["2001:DB8::/32", "not written in its canonical form"],
    ["2001:0db8::/32", "not written in its canonical form"],
    ["::ffff:10.0.0.0/104", "mapped into IPv6"],
    ["::ffff:a00:0/104", "mapped into IPv6"],
    ["010.0.0.0/8", "is not an IPv4 or IPv6 address"],
    ["fe80::%eth0/64", "is not an IPv4 or IPv6 address"],
    [" 10.0.0.0/8", "is not an IPv4 or IPv6 address"],
    ["", "is not an IPv4 or IPv6 address"],
  ])("refuses %j, and says why", (text, why) => {
    const { problem, value, remedy } = mistakeOf(() => Cidr.parse(text));
    expect(problem).toContain(why);
    expect(value).toBe(text);
    expect(remedy).not.toBe("");
  });

  test("names the network that was meant when host bits are set", () => {
    expect(mistakeOf(() => Cidr.parse("10.20.0.1/20")).remedy).toContain("10.20.0.0/20");
  });

  test("never reads text that is no network of its own form", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(String(Cidr.parse(text))).toBe(text);
        } catch (error) {
          expect((error as Error).name).toBe("InvalidError");
        }
      }),
    );
  });
});

describe("an address", () => {
  test.each(["::", "::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "1:0:0:2::3", "255.255.255.255", "0.0.0.0"])(
    "%s is written as RFC 5952 has it",
    (text) => {
      expect(IpAddress.parse(text).toString()).toBe(text);
    },
  );

  test("shortens the longest run of zeros, the first of equals, and never a single one", () => {
    expect(String(IpAddress.read("1:0:0:2:0:0:0:3"))).toBe("1:0:0:2::3");
    expect(String(IpAddress.read("1:0:0:2:3:0:0:4"))).toBe("1::2:3:0:0:4");
    expect(String(IpAddress.read("1:0:2:3:4:5:6:7"))).toBe("1:0:2:3:4:5:6:7");
    expect(String(IpAddress.read("64:ff9b::192.0.2.33"))).toBe("64:ff9b::c000:221");
  });
});
