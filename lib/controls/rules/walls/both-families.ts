import type { GroupRecord, InterfaceRecord, ModelFile } from "../../../model/model-file";
import type { Zone } from "../../../model/street-plan";
import type { Addresses } from "../../../network/addresses";
import type { FlowRule } from "../../../network/flow-rule";
import { FAMILIES } from "../../../network/packet-space";
import { RangeSet } from "../../../network/range-set";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule, type Wrong } from "../../rule";
import { type Group, groups } from "../../subjects/groups";
import { everyoneOutside, networksOfZone, poolsOf, sitesOf } from "../../subjects/walls/networks-of";
import { shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { isWide } from "../../subjects/walls/wide";

/** H-05: what holds in IPv4 holds in IPv6. Only services of a site and others outside may have one family alone. */
export const bothFamilies = stackRule<Group | Wall>({
  id: "both-families",
  info: "where a network has IPv6, servers have addresses in both families and walls say the same in both",
  explanation:
    "What is closed in one family and open in the other is open. What is open in one only works from some places and not from others, until somebody opens more than was meant.",
  remedy:
    "declare flows between groups and peers, which hold in both families; take network6 away from a client without IPv6",
  promises: ["H-05", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => [...groups(stack), ...walls(stack)],
  judge: (subject, { model }) =>
    "servers" in subject.record ? wrongCards(subject.record, model) : wrongRules(subject as Wall, model),
});

function wrongCards(group: GroupRecord, model: ModelFile): Wrong {
  const cards = [...group.servers.flatMap(({ interfaces }) => interfaces), ...group.virtual];
  return cards.flatMap((card) => {
    const zone = model.zones.find(({ name }) => name === card.zone);
    if (zone === undefined) return [];
    return placesIn(card, zone).size === 1 && card.addresses.length === zone.networks.length
      ? []
      : `${card.addresses.join(", ")} is not one place in ${zone.networks.join(" and ")}`;
  });
}

/** Where in each network of its zone an address of a card is, counted from the network's own. */
function placesIn({ addresses }: InterfaceRecord, { networks }: Zone): ReadonlySet<bigint> {
  return new Set(
    networks.map(({ family, first }) => {
      const own = addresses.find((address) => address.family === family);
      return own === undefined ? -1n : own.value - first.value;
    }),
  );
}

function wrongRules(wall: Wall, model: ModelFile): Wrong {
  const pools = sitesOf(model).map((site) => poolsOf(site));
  return wall.rules.flatMap((rule) => {
    const sides = [rule.from, rule.to].flatMap((side) => [
      ...model.zones
        .filter((zone) => !hasSamePlaces(side, networksOfZone(zone)))
        .map(({ name }) => `in the network ${name}`),
      ...(pools.every((pool) => isInBoth(side, pool)) ? [] : ["of administrators"]),
    ]);
    const strangers = isOfOneFamily(rule, model) ? ["of everyone outside"] : [];
    return [...new Set([...sides, ...strangers])].map(
      (whose) => `${shownRule(rule)} does not name the same addresses ${whose} in both families`,
    );
  });
}

const known = new WeakMap<Addresses, WeakMap<Addresses, boolean>>();

/** Whether a side names the same places of a network in both families, or all of both; many rules have the same sides. */
function hasSamePlaces(side: Addresses, network: Addresses): boolean {
  if (network.in(6).isEmpty) return true;
  const answers = known.get(side) ?? new WeakMap<Addresses, boolean>();
  known.set(side, answers);
  const answer = answers.get(network) ?? comparePlaces(side, network);
  answers.set(network, answer);
  return answer;
}

function comparePlaces(side: Addresses, network: Addresses): boolean {
  const isWhole = FAMILIES.map((family) => side.in(family).covers(network.in(family)));
  if (isWhole.includes(true)) return !isWhole.includes(false);
  const [places, places6] = FAMILIES.map((family) =>
    placesOf(side.in(family).intersect(network.in(family)), network.in(family).ranges[0]?.first ?? 0n),
  );
  return places !== undefined && places6 !== undefined && places.equals(places6);
}

function placesOf({ ranges }: RangeSet, start: bigint): RangeSet {
  return RangeSet.of(...ranges.map(({ first, last }) => ({ first: first - start, last: last - start })));
}

/** Administrators have an address in each pool of a site. Who is everyone has theirs by the way, where they are public. */
function isInBoth(side: Addresses, pool: Addresses): boolean {
  if (pool.in(6).isEmpty || isWide(side)) return true;
  const [some, some6] = FAMILIES.map((family) => !side.in(family).intersect(pool.in(family)).isEmpty);
  const [all, all6] = FAMILIES.map((family) => side.in(family).covers(pool.in(family)));
  return some === some6 && all === all6;
}

/** Whether a rule names everyone in one family, and not in the other although the client has it. */
function isOfOneFamily({ from, to }: FlowRule, model: ModelFile): boolean {
  if (!isWide(from) && !isWide(to)) return false;
  const everyone = everyoneOutside(model);
  const [inIpv4, inIpv6] = FAMILIES.map((family) =>
    [from, to].some((side) => side.in(family).covers(everyone.in(family))),
  );
  const hasIpv6 = model.client?.networks.some(({ family }) => family === 6) ?? false;
  return hasIpv6 && inIpv4 !== inIpv6;
}
