import type { ModelFile } from "../model/model-file";
import { difference } from "./difference";
import { PacketSpace } from "./packet-space";
import type { Place } from "./places";
import { Reachability } from "./reachability";

/** What became of the way from one place to another. */
export interface WayChange {
  readonly from: string;
  readonly to: string;
  /**
   * `opened` where nothing got through before and something does now, `widened` where more does, `closed` and
   * `narrowed` the other way round; `changed` where some is opened and some is closed.
   */
  readonly kind: "opened" | "widened" | "closed" | "narrowed" | "changed";
  readonly opened: PacketSpace;
  readonly closed: PacketSpace;
  /** How many times as many packets get through, from 0; infinite for what was opened. */
  readonly factor: number;
}

/** What a change means for who reaches whom. */
export interface PolicyDifference {
  /** Ways between places that are there before and after. */
  readonly ways: readonly WayChange[];
  /** Places that are new, with every way from or to them. */
  readonly newPlaces: readonly string[];
  /** Places that are gone, with every way from or to them. */
  readonly gonePlaces: readonly string[];
  /** Ways from or to new and gone places: opened and closed because an end came or went. */
  readonly waysOfPlaces: readonly WayChange[];
}

/**
 * Compares what is reachable under two states of one client's street. A rule that is written another way and lets
 * the same packets through is no difference; a place that came or went is told apart from a way that was opened.
 */
export function policyDifference(
  before: readonly ModelFile[],
  after: readonly ModelFile[],
): PolicyDifference {
  const [old, current] = [new Reachability(before), new Reachability(after)];
  const oldNames = new Set(old.places.map(({ name }) => name));
  const names = new Set(current.places.map(({ name }) => name));
  const isInBoth = (name: string) => oldNames.has(name) && names.has(name);
  const all = [...new Set([...oldNames, ...names])].sort();
  const changes = all.flatMap((from) => all.flatMap((to) => changeOf(old, current, from, to)));
  return {
    ways: changes.filter(({ from, to }) => isInBoth(from) && isInBoth(to)),
    newPlaces: all.filter((name) => !oldNames.has(name)),
    gonePlaces: all.filter((name) => !names.has(name)),
    waysOfPlaces: changes.filter(({ from, to }) => !isInBoth(from) || !isInBoth(to)),
  };
}

function changeOf(old: Reachability, current: Reachability, from: string, to: string): readonly WayChange[] {
  const [was, is] = [spaceOf(old, from, to), spaceOf(current, from, to)];
  const { opened, closed } = difference(was, is);
  if (opened.isEmpty && closed.isEmpty) return [];
  const factor = was.isEmpty ? Number.POSITIVE_INFINITY : Number((is.size * 1000n) / was.size) / 1000;
  return [{ from, to, kind: kindOf(was, is, opened, closed), opened, closed, factor }];
}

function kindOf(
  was: PacketSpace,
  is: PacketSpace,
  opened: PacketSpace,
  closed: PacketSpace,
): WayChange["kind"] {
  if (was.isEmpty) return "opened";
  if (is.isEmpty) return "closed";
  if (closed.isEmpty) return "widened";
  return opened.isEmpty ? "narrowed" : "changed";
}

function spaceOf(street: Reachability, from: string, to: string): PacketSpace {
  const place = (name: string): Place | undefined =>
    street.places.find((candidate) => candidate.name === name);
  const [source, target] = [place(from), place(to)];
  return source && target ? street.spaceBetween(source, target) : PacketSpace.EMPTY;
}
