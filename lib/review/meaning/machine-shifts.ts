import { placeOf } from "../../controls/waivers/waiver-place";
import type { RuleRecord, WallRecord } from "../../model/model-file";
import { Addresses } from "../../network/addresses";
import { difference } from "../../network/difference";
import { asWallRule, fromRuleRecord } from "../../network/flow-rule";
import { type Box, PacketSpace } from "../../network/packet-space";
import type { End, Member } from "./cast";
import { kindOf, type Shift } from "./shift";
import type { Side, Streets } from "./street-shifts";
import { wayLines } from "./way-lines";

/** Whoever has no name among those who are asked about: networks of the house, and multicast. */
const ELSEWHERE: End = { name: "elsewhere in the house", is: "there", isStranger: false };

/** A wall on both sides of a change; undefined where it is not there. */
interface WallPair {
  readonly at: string;
  readonly hook: WallRecord["hook"];
  readonly before: readonly RuleRecord[] | undefined;
  readonly after: readonly RuleRecord[] | undefined;
}

/**
 * What becomes of the walls of machines that are nobody's application: edges, gateways of the VPN, repositories of
 * backups. No flow leads to them, so they are no places; what they take and send themselves is told by their own rules,
 * and so is what a gateway forwards. What an edge forwards is what every way through it is about.
 */
export function machineShifts(streets: Streets): readonly Shift[] {
  const [old, current] = [wallsOf(streets.client, streets.before), wallsOf(streets.client, streets.after)];
  return [...new Map([...old, ...current])].flatMap(([name, { at, hook }]) => {
    const pair = { at, hook, before: old.get(name)?.rules, after: current.get(name)?.rules };
    const rules = [...(pair.before ?? []), ...(pair.after ?? [])];
    return [...new Set(rules.map(cardsOf))].flatMap((cards) => wallShifts(streets, pair, cards));
  });
}

function wallsOf(client: string, { models }: Side): ReadonlyMap<string, WallRecord> {
  const own = models.filter((model) => placeOf(model) === client);
  const walls = own.flatMap((model) => {
    const roles = new Map(model.groups.map(({ path, role }) => [path, role]));
    return model.walls.filter(({ at, hook }) => {
      const role = roles.get(at) ?? "server";
      return role !== "server" && !(role === "edge" && hook === "forward");
    });
  });
  return new Map(walls.map((wall) => [`${wall.at} ${wall.hook}`, wall]));
}

/** What becomes of the packets that come in and leave by certain cards, told apart by who is at the far end. */
function wallShifts(streets: Streets, pair: WallPair, cards: string): readonly Shift[] {
  const byCards = (rules: WallPair["before"]) => (rules ?? []).filter((rule) => cardsOf(rule) === cards);
  const [old, current] = [byCards(pair.before), byCards(pair.after)];
  const [was, is] = [acceptedBy(old), acceptedBy(current)];
  const change = difference(was, is);
  if (change.opened.isEmpty && change.closed.isEmpty) return [];
  const there = pair.after === undefined ? "gone" : "there";
  const machine: End = { name: pair.at, is: pair.before === undefined ? "new" : there, isStranger: false };
  const isOut = pair.hook === "output";
  return neighbours(streets.cast, isOut).flatMap(({ end, addresses }): readonly Shift[] => {
    const all = packetsOf(addresses, isOut);
    const [opened, closed] = [change.opened.intersect(all), change.closed.intersect(all)];
    if (opened.isEmpty && closed.isEmpty) return [];
    const known = { name: end.name, sources: addresses, destinations: addresses };
    const lines = (space: PacketSpace) => {
      const [from, to] = isOut ? [undefined, known] : [known, undefined];
      return wayLines(space, from, to).map((line) => `${line}${shownCards(cards)}`);
    };
    return [
      {
        client: streets.client,
        from: isOut ? machine : end,
        to: isOut ? end : machine,
        kind: kindOf(was.intersect(all), is.intersect(all)),
        opened,
        closed,
        openedLines: lines(opened),
        closedLines: lines(closed),
        why: [...new Set([...whys(current, opened), ...whys(old, closed)])],
        // These are servers: what no rule is about any more they cut by themselves.
        established: PacketSpace.EMPTY,
      },
    ];
  });
}

/** Everybody a wall may have to do with, each address with one of them. */
function neighbours(cast: readonly Member[], isOut: boolean) {
  let left = Addresses.ALL;
  const known = cast
    // Which addresses are a country's, no rule of these machines asks.
    .filter(({ name }) => !name.startsWith("country "))
    .map(({ name, is, isStranger, before, after }) => {
      const sides = [before, after].flatMap((place) => place ?? []);
      const theirs = sides
        .map(({ sources, destinations }) => (isOut ? destinations : sources))
        .reduce((all, some) => all.union(some), Addresses.NONE);
      const addresses = theirs.intersect(left);
      left = left.minus(addresses);
      return { end: { name, is, isStranger }, addresses };
    });
  return [...known, { end: ELSEWHERE, addresses: left }];
}

/** All packets from these addresses, or to them. */
function packetsOf(addresses: Addresses, isTo: boolean): PacketSpace {
  const boxes = PacketSpace.ALL.boxes.map((box): Box => {
    const some = addresses.in(box.family);
    return isTo ? { ...box, destination: some } : { ...box, source: some };
  });
  return PacketSpace.of(...boxes);
}

function acceptedBy(rules: readonly RuleRecord[]): PacketSpace {
  return rules.reduce((sum, rule) => sum.union(spaceOfRule(rule)), PacketSpace.EMPTY);
}

function whys(rules: readonly RuleRecord[], packets: PacketSpace): readonly string[] {
  return rules.filter((rule) => !spaceOfRule(rule).intersect(packets).isEmpty).map(({ why }) => why);
}

function spaceOfRule(rule: RuleRecord): PacketSpace {
  return asWallRule(fromRuleRecord(rule)).space;
}

/** The same packets by another card are other packets: ` (in by eth1)`. */
function shownCards(cards: string): string {
  const [inward = "", outward = ""] = cards.split(" ");
  const told = [
    ...(inward === "" ? [] : [`in by ${inward}`]),
    ...(outward === "" ? [] : [`out by ${outward}`]),
  ];
  return told.length === 0 ? "" : ` (${told.join(", ")})`;
}

function cardsOf({ inInterface = "", outInterface = "" }: RuleRecord): string {
  return `${inInterface} ${outInterface}`;
}
