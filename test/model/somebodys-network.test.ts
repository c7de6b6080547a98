import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";
import { checkSomebodysNetwork } from "../../lib/model/somebodys-network";
import { mistakeOf } from "../support/errors";

/** By the first numbers of its first address. */
function isSomebodys4(address: bigint): boolean {
  const [first, second] = [Number(address >> 24n), Number(address >> 16n) % 256];
  return ![0, 127].includes(first) && first < 224 && !(first === 169 && second === 254);
}

function isSomebodys6(address: bigint): boolean {
  return address >> 125n === 1n || address >> 121n === 0b1111110n;
}

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

  test.each([
    ...[
      "0.0.0.0/8",
      "127.0.0.0/8",
      "127.0.0.1/32",
      "169.254.169.254/32",
      "224.0.0.0/8",
      "255.255.255.255/32",
    ],
    ...["::1/128", "fe80::/64", "ff02::/64", "4000::/19"],
  ])("is not %s, which is nobody's", (text) => {
    const { value, problem } = mistakeOf(() => checkSomebodysNetwork(text));
    expect(value).toBe(text);
    expect(problem).toMatch(/^is nobody's: /);
  });

  test.each([
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.1.0/24",
    "100.64.0.0/10",
    "169.253.0.0/16",
    "fd12:3456::/32",
  ])("may be %s, which somebody gave themselves", (text) =>
    expect(`${checkSomebodysNetwork(text)}`).toBe(text),
  );

  test("is decided by the prefix, and by whether such addresses are ever somebody's", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 32n - 1n), fc.nat(32), fc.boolean(), (bits, length, isIpv6) => {
        // The top half of an IPv6 address is enough to tell; a bit of it keeps it clear of mapped IPv4.
        const address = isIpv6 ? IpAddress.of(6, (bits << 96n) | (1n << 125n)) : IpAddress.of(4, bits);
        const network = Cidr.around(address, length);
        const isLarge = length < (isIpv6 ? 19 : 8);
        const isSomebodys = !isLarge && (isIpv6 ? isSomebodys6 : isSomebodys4)(network.first.value);
        if (isSomebodys) expect(`${checkSomebodysNetwork(`${network}`)}`).toBe(`${network}`);
        else expect(mistakeOf(() => checkSomebodysNetwork(`${network}`)).value).toBe(`${network}`);
      }),
    );
  });
});
