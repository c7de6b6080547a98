import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Packet, PacketSpace } from "../../lib/network/packet-space";
import { deadRules, passes, type Rule, verdict, type Wall } from "../../lib/network/wall";
import { box, EVERY_PACKET, numbers, packetsIn, packetsWhere, range, walls } from "./tiny-universe";

const HTTPS = numbers(443);
const WEB = numbers(7);

function rule(id: string, action: Rule["action"], space: PacketSpace): Rule {
  return { id, action, space, comment: "" };
}

function wall(...rules: readonly Rule[]): Wall {
  return { name: "edge", rules };
}

/** The oracle: the first rule that holds the packet, asked of each packet by itself. */
function decider({ rules }: Wall, packet: Packet): Rule | undefined {
  return rules.find(({ space }) => space.has(packet));
}

describe("a wall", () => {
  test("lets through what its first matching rule accepts, packet by packet", () => {
    fc.assert(
      fc.property(walls, (random) => {
        const accepted = packetsWhere((packet) => decider(random, packet)?.action === "accept");
        expect(packetsIn(passes(random))).toEqual(accepted);
        expect(passes(random).size).toBe(BigInt(accepted.size));
      }),
    );
  });

  test("judges a packet as the set of what it lets through does", () => {
    fc.assert(
      fc.property(walls, fc.constantFrom(...EVERY_PACKET), (random, packet) => {
        const { accepted, rule: decidedBy } = verdict(random, packet);
        expect(accepted).toBe(passes(random).has(packet));
        expect(decidedBy).toBe(decider(random, packet));
      }),
    );
  });

  test("is closed without rules", () => {
    const packet: Packet = { family: 4, protocol: "icmp", source: 1n, destination: 7n, port: 0 };
    expect(passes(wall()).isEmpty).toBe(true);
    expect(verdict(wall(), packet)).toEqual({ accepted: false, rule: undefined });
  });

  test("says which rule dropped a packet", () => {
    const blocked = rule("blocked", "drop", box(numbers(3), WEB, HTTPS));
    const visitors = rule("visitors", "accept", box(range(0, 9), WEB, HTTPS));
    const packet: Packet = { family: 4, protocol: "tcp", source: 3n, destination: 7n, port: 443 };
    expect(verdict(wall(blocked, visitors), packet)).toEqual({ accepted: false, rule: blocked });
    expect(verdict(wall(visitors, blocked), packet)).toEqual({ accepted: true, rule: visitors });
  });
});

describe("a dead rule", () => {
  test("is one that decides no packet, and is told with those that do in its place", () => {
    fc.assert(
      fc.property(walls, (random) => {
        const deciders = EVERY_PACKET.map((packet) => ({ packet, by: decider(random, packet) }));
        const dead = random.rules.filter((one) => deciders.every(({ by }) => by !== one));
        const found = deadRules(random);
        expect(found.map((one) => one.rule)).toEqual(dead);
        for (const { rule: one, coveredBy, agrees } of found) {
          const takers = new Set(deciders.filter(({ packet }) => one.space.has(packet)).map(({ by }) => by));
          expect(coveredBy).toEqual(random.rules.filter((other) => takers.has(other)));
          expect(agrees).toBe(coveredBy.every(({ action }) => action === one.action));
        }
      }),
    );
  });

  test("may be taken out without changing what passes", () => {
    fc.assert(
      fc.property(walls, (random) => {
        const dead = new Set(deadRules(random).map((one) => one.rule));
        const without = { ...random, rules: random.rules.filter((one) => !dead.has(one)) };
        expect(passes(without).equals(passes(random))).toBe(true);
      }),
    );
  });

  test("is found when only rules together cover it", () => {
    const low = rule("low", "accept", box(range(0, 4), WEB, HTTPS));
    const unrelated = rule("unrelated", "drop", box(range(0, 9), WEB, numbers(22)));
    const high = rule("high", "accept", box(range(5, 9), WEB, HTTPS));
    const middle = rule("middle", "accept", box(range(3, 6), WEB, HTTPS));
    expect(deadRules(wall(low, unrelated, high, middle))).toEqual([
      { rule: middle, coveredBy: [low, high], agrees: true },
    ]);
  });

  test("is contradicted when a rule that covers it does the opposite", () => {
    const low = rule("low", "accept", box(range(0, 4), WEB, HTTPS));
    const high = rule("high", "drop", box(range(5, 9), WEB, HTTPS));
    const middle = rule("middle", "accept", box(range(3, 6), WEB, HTTPS));
    expect(deadRules(wall(low, high, middle))).toEqual([
      { rule: middle, coveredBy: [low, high], agrees: false },
    ]);
  });

  test("is not blamed on a rule whose share was taken before", () => {
    const all = rule("all", "accept", box(range(0, 9), WEB, HTTPS));
    const deadToo = rule("dead-too", "drop", box(range(0, 4), WEB, HTTPS));
    const last = rule("last", "accept", box(range(0, 2), WEB, HTTPS));
    expect(deadRules(wall(all, deadToo, last))).toEqual([
      { rule: deadToo, coveredBy: [all], agrees: false },
      { rule: last, coveredBy: [all], agrees: true },
    ]);
  });

  test("is one with an empty space, covered by nothing", () => {
    const nobody = rule("nobody", "accept", PacketSpace.EMPTY);
    expect(deadRules(wall(nobody))).toEqual([{ rule: nobody, coveredBy: [], agrees: true }]);
  });

  test("is not one of which a single packet still arrives", () => {
    const most = rule("most", "accept", box(range(0, 8), WEB, HTTPS));
    const all = rule("all", "accept", box(range(0, 9), WEB, HTTPS));
    expect(deadRules(wall(most, all))).toEqual([]);
  });
});
