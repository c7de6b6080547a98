import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Port } from "../../lib/model/port";
import { Addresses } from "../../lib/network/addresses";
import {
  asWallRule,
  type FlowRule,
  familiesOf,
  flowId,
  fromRuleRecord,
  spaceOf,
  toRuleRecord,
} from "../../lib/network/flow-rule";
import { PacketSpace } from "../../lib/network/packet-space";
import { parseAddresses } from "../../lib/network/range-text";
import { EVERY_PACKET } from "./tiny-universe";

const [V4, V6] = [["0.0.0.1-0.0.0.3", "0.0.0.7"], ["::2-::4"]];
const sides = fc.constantFrom([], V4, V6, [...V4, ...V6]).map(parseAddresses);
const ports = fc.constantFrom(Port.tcp(2), Port.tcpRange(1, 3), Port.udp(4), Port.udpRange(2, 4), Port.PING);

/** Whether an address, of the tiny world, is one of those above. */
const isNamed = (addresses: Addresses, family: 4 | 6, value: bigint) =>
  !addresses.in(family).isEmpty && (family === 4 ? [1n, 2n, 3n, 7n] : [2n, 3n, 4n]).includes(value);

describe("a rule of a flow", () => {
  test("accepts the packets of its protocol and ports between its addresses, in each family that both sides have", () => {
    fc.assert(
      fc.property(sides, sides, ports, (from, to, port) => {
        const space = spaceOf({ from, to, port });
        for (const packet of EVERY_PACKET) {
          const { family, protocol, source, destination } = packet;
          const isCarried =
            port.protocol === protocol && port.first <= packet.port && packet.port <= port.last;
          expect(space.has(packet)).toBe(
            isCarried && isNamed(from, family, source) && isNamed(to, family, destination),
          );
        }
        const families = ([4, 6] as const).filter(
          (family) => !from.in(family).isEmpty && !to.in(family).isEmpty,
        );
        expect(familiesOf({ from, to })).toEqual(families);
        expect(space.isEmpty).toBe(families.length === 0);
      }),
      { numRuns: 30 },
    );
  });

  test("with a side that is nobody accepts nothing, and never everything", () => {
    for (const [from, to] of [
      [Addresses.NONE, Addresses.ALL],
      [Addresses.ALL, Addresses.NONE],
    ] as const)
      expect(spaceOf({ from, to, port: Port.tcpRange(1, 65_535) })).toBe(PacketSpace.EMPTY);
  });

  test("is read back from the model file as what was written", () => {
    const from = parseAddresses([...V4, ...V6]);
    const cards = { inInterface: "ens192", outInterface: "ens225" };
    const rule: FlowRule = {
      id: "production/web#abcdef",
      why: "visitors",
      from,
      to: from,
      port: Port.HTTPS,
      ...cards,
    };
    for (const written of [rule, { ...rule, countries: ["BE", "NL"] }]) {
      const read = fromRuleRecord(JSON.parse(JSON.stringify(toRuleRecord(written))));
      expect(read.from.equals(from) && read.to.equals(from)).toBe(true);
      expect(toRuleRecord(read)).toEqual(toRuleRecord(written));
      expect(read.port).toEqual(Port.HTTPS);
    }
  });

  test("is told by a wall with its id and its reason", () => {
    const from = parseAddresses(V4);
    const { id, action, comment, space } = asWallRule({
      id: "a#1",
      why: "visitors",
      from,
      to: from,
      port: Port.PING,
    });
    expect([id, action, comment, space.size]).toEqual(["a#1", "accept", "visitors", 16n]);
  });

  test.each([
    [{ from: ["10.0.0.0/8"] }, "is not an IPv4 or IPv6 address"],
    [{ to: ["nobody"] }, "is not an IPv4 or IPv6 address"],
    [{ port: "443" }, "is not a port"],
    [{ port: "any" }, "is not a port"],
  ])("that is damaged (%j) is refused", (damage, problem) => {
    const record = { id: "a#1", why: "x", from: ["10.0.0.1"], to: ["10.0.0.2"], port: "tcp/443" };
    expect(() => fromRuleRecord({ ...record, ...damage })).toThrow(problem);
  });
});

describe("the id of a flow", () => {
  const id = flowId("verne/production/web", "internet", "web", Port.HTTPS);

  test("leads back to where it was declared, in at most 44 bytes", () => {
    expect(id).toMatch(/^production\/web#[0-9a-f]{6}$/);
    const longest = flowId(
      "a-name-of-20-letters/development/a-name-of-20-letters",
      "x".repeat(900),
      "y",
      Port.PING,
    );
    expect(longest).toMatch(/^development\/a-name-of-20-letters#[0-9a-f]{6}$/);
    expect(Buffer.byteLength(longest)).toBeLessThanOrEqual(44);
  });

  test("is the same for the same flow, and another when an end or the port changes", () => {
    expect(flowId("verne/production/web", "internet", "web", Port.tcp(443))).toBe(id);
    const others = [
      flowId("verne/production/web", "vpn", "web", Port.HTTPS),
      flowId("verne/production/web", "internet", "api", Port.HTTPS),
      flowId("verne/production/web", "web", "internet", Port.HTTPS),
      flowId("verne/production/web", "internet", "web", Port.udp(443)),
      flowId("verne/production/web", "internet", "web", Port.tcpRange(443, 444)),
      flowId("verne/production/api", "internet", "web", Port.HTTPS),
      flowId("verne/acceptance/web", "internet", "web", Port.HTTPS),
      flowId("verne/production/web", 'internet","web', "", Port.HTTPS),
    ];
    expect(new Set([id, ...others]).size).toBe(9);
  });
});
