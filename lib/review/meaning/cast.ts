import { Addresses } from "../../network/addresses";
import { CLUSTER_DNS, OTHER_PODS } from "../../network/kubernetes/strangers";
import { outside, type Place } from "../../network/places";
import type { Reachability } from "../../network/reachability";

/** Somebody packets come from or go to, as they are before a change and after it. */
export interface End {
  /** As people say it: `internet`, `verne/production/web`. */
  readonly name: string;
  /** Of the street itself: a group or pods that came or went with the change. Who is outside is always there. */
  readonly is: "there" | "new" | "gone";
  /** Nobody of this house: whoever comes from there gets in from outside. */
  readonly isStranger: boolean;
}

/** An end with where it stands on either side; undefined where it is not there. */
export interface Member extends End {
  readonly before: Place | undefined;
  readonly after: Place | undefined;
  /** Belongs to the street, and is not merely asked about. */
  readonly isOwn: boolean;
}

/** Who stands outside a street and still is of the house: its administrators, and what its servers use. */
const OF_THE_HOUSE = new Set(["vpn", "dns", "ntp", "logs", "packages", "backup", CLUSTER_DNS]);

/**
 * Everybody there is before or after, to be asked the same on both sides. Who is outside has the same addresses on both:
 * when somebody gets a name, what the internet could reach before is not closed to it and opened to them.
 */
export function castOf(before: Reachability, after: Reachability): readonly Member[] {
  const [old, current] = [before.places, after.places];
  return [...ownOf(old, current), ...namedOf(old, current), ...everyoneOf(old, current)];
}

function ownOf(old: readonly Place[], current: readonly Place[]): readonly Member[] {
  const [was, is] = [old, current].map(
    (places) => new Map(places.filter(isOwn).map((place) => [place.name, place])),
  ) as [Map<string, Place>, Map<string, Place>];
  return [...new Set([...was.keys(), ...is.keys()])].map((name): Member => {
    const [before, after] = [was.get(name), is.get(name)];
    const there = after === undefined ? "gone" : "there";
    return { name, before, after, isOwn: true, isStranger: false, is: before === undefined ? "new" : there };
  });
}

function isOwn({ name, stage, inCluster = false }: Place): boolean {
  return stage !== undefined || (inCluster && name !== CLUSTER_DNS && name !== OTHER_PODS);
}

/** Who has the addresses of streets that are not this one's. */
const OTHER_CLIENTS = "other clients";

/**
 * Everybody who has a name, at every address that is theirs before or after. Other clients have those that are theirs after: what a
 * new street gets was theirs to have before, and nobody of them gets in by that.
 */
function namedOf(old: readonly Place[], current: readonly Place[]): readonly Member[] {
  const named = new Map<string, Place>();
  const isThere = current.some(({ stage }) => stage !== undefined);
  const sides = isThere ? [...current, ...old] : [...old, ...current];
  const others = sides.find(({ name }) => name === OTHER_CLIENTS);
  for (const place of [...old, ...current]) {
    if (isOwn(place) || isUnnamed(place)) continue;
    if (place.name === OTHER_CLIENTS && place !== others) continue;
    const { sources = Addresses.NONE, destinations = Addresses.NONE } = named.get(place.name) ?? {};
    const all = {
      sources: sources.union(place.sources),
      destinations: destinations.union(place.destinations),
    };
    named.set(place.name, { ...place, ...all });
  }
  return [...named.values()].map(outsider);
}

function isUnnamed({ name, countries }: Place): boolean {
  return name === "internet" || countries !== undefined;
}

/** The internet without whoever has a name on either side, and visitors from each country that is named. */
function everyoneOf(old: readonly Place[], current: readonly Place[]): readonly Member[] {
  const everywhere = [old, current].flatMap((places) => places.find(({ name }) => name === "internet") ?? []);
  if (everywhere.length === 0) return [];
  const addresses = everywhere
    .map(({ sources }) => sources)
    .reduce((all, some) => all.intersect(some), Addresses.ALL);
  const codes = [...old, ...current].flatMap(({ countries = [] }) => countries);
  return [
    outsider(outside("internet", addresses)),
    ...[...new Set(codes)]
      .sort()
      .map((code) => outsider({ ...outside(`country ${code}`, addresses), countries: [code] })),
  ];
}

function outsider(place: Place): Member {
  const { name } = place;
  const isStranger = !OF_THE_HOUSE.has(name);
  return { name, before: place, after: place, isOwn: false, isStranger, is: "there" };
}
