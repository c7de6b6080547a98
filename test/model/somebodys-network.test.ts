import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";
import { checkSomebodysNetwork } from "../../lib/model/somebodys-network";
import { mistakeOf } from "../support/errors";

describe("somebody's network", () => {
  test.each(["11.0.0.0/8", "10.0.0.0/9", "192.0.2.7/32", "2001::/19", "2a00::/20", "2001:db8::1/128"])(
    "may be %s",
    (text) => {
      expect(`${checkSomebodysNetwork(text)}`).toBe(text);
    },
  );

  test.each([
    ["0.0.0.0/0", "/8 in IPv4"],
    ["0.0.0.0/1", "/8 in IPv4"],
    ["128.0.0.0/1", "/8 in IPv4"],
    ["10.0.0.0/7", "/8 in IPv4"],
    ["::/0", "/19 in IPv6"],
    ["8000::/1", "/19 in IPv6"],
    ["2000::/3", "/19 in IPv6"],
    ["2000::/18", "/19 in IPv6"],
  ])("is not %s, and the message says what everyone is called", (text, most) => {
    const { value, problem, remedy } = mistakeOf(() => checkSomebodysNetwork(text));
    expect(value).toBe(text);
    expect(problem).toBe(`is wider than anybody's network: nobody has more than a ${most}`);
    expect(remedy).toContain("Peer.internet()");
    expect(remedy).toContain("Exposure.PUBLIC");
  });

  test.each([
    ["10.0.0.1/8", "has host bits set"],
    ["0.0.0.1/0", "has host bits set"],
    ["10.0.0.0", "has no prefix length"],
    ["2001:DB8::/32", "not written in its canonical form"],
    ["everyone", "is not an IPv4 or IPv6 address"],
  ])("is not %s either: it is a canonical network", (text, problem) => {
    expect(mistakeOf(() => checkSomebodysNetwork(text)).problem).toContain(problem);
  });

  test("is decided by the prefix alone, wherever the network lies", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 32n - 1n), fc.nat(32), fc.boolean(), (bits, length, isIpv6) => {
        // The top half of an IPv6 address is enough to tell; its first bit keeps it clear of mapped IPv4.
        const address = isIpv6 ? IpAddress.of(6, (bits << 96n) | (1n << 127n)) : IpAddress.of(4, bits);
        const text = `${Cidr.around(address, length)}`;
        if (length >= (isIpv6 ? 19 : 8)) expect(`${checkSomebodysNetwork(text)}`).toBe(text);
        else expect(mistakeOf(() => checkSomebodysNetwork(text)).value).toBe(text);
      }),
    );
  });
});
