import type { ModelFile } from "../../model/model-file";
import { difference } from "../../network/difference";
import { PacketSpace } from "../../network/packet-space";
import type { Place } from "../../network/places";
import { Reachability } from "../../network/reachability";
import { castOf, type End, type Member } from "./cast";
import { foldCountries } from "./fold-countries";
import { machineShifts } from "./machine-shifts";
import { kindOf, type Shift } from "./shift";
import { wayLines } from "./way-lines";
import { leftStanding, reasonsOf } from "./way-reasons";

/** One street on one side of a change: its stacks, and those of the platforms. */
export interface Side {
  readonly models: readonly ModelFile[];
  readonly street: Reachability;
}

/** A street before a change and after it. */
export interface Streets {
  /** The client, or the stack of a platform. */
  readonly client: string;
  readonly before: Side;
  readonly after: Side;
  readonly cast: readonly Member[];
}

/** Everything that becomes of ways from, to and inside one client's street, or what is nobody's own. */
export function streetShifts(
  client: string,
  before: readonly ModelFile[],
  after: readonly ModelFile[],
): readonly Shift[] {
  const [old, current] = [sideOf(before), sideOf(after)];
  const streets = { client, before: old, after: current, cast: castOf(old.street, current.street) };
  return [...placeShifts(streets), ...machineShifts(streets)];
}

function sideOf(models: readonly ModelFile[]): Side {
  return { models, street: new Reachability(models) };
}

function placeShifts(streets: Streets): readonly Shift[] {
  const { cast, client } = streets;
  const mine = new Set(cast.filter((member) => isOf(client, member)));
  const shifts = cast.flatMap((from) =>
    cast.flatMap((to) => (mine.has(from) || mine.has(to) ? shiftOf(streets, from, to) : [])),
  );
  return foldCountries(shifts);
}

/** Pods of the platform are everybody's: what becomes of them is told once, and not of each client. */
function isOf(client: string, { isOwn, name }: Member): boolean {
  return isOwn && name.startsWith(`${client}/`);
}

function shiftOf(streets: Streets, from: Member, to: Member): readonly Shift[] {
  const { client, before, after } = streets;
  const was = spaceBetween(before, from.before, to.before);
  const is = spaceBetween(after, from.after, to.after);
  const { opened, closed } = difference(was, is);
  if (opened.isEmpty && closed.isEmpty) return [];
  const goneWhy = reasons(before, from.before, to.before, closed);
  const kind = kindOf(was, is);
  return [
    {
      client,
      from: endOf(from),
      to: endOf(to),
      kind,
      opened,
      closed,
      openedLines: wayLines(opened, from.after, to.after),
      closedLines: wayLines(closed, from.before, to.before),
      why: [
        ...reasons(after, from.after, to.after, opened),
        ...(opened.isEmpty ? goneWhy : goneWhy.map((why) => `no longer: ${why}`)),
      ],
      established: standing(after, from, to, closed),
    },
  ];
}

function endOf({ name, is, isStranger }: Member): End {
  return { name, is, isStranger };
}

function spaceBetween({ street }: Side, from: Place | undefined, to: Place | undefined): PacketSpace {
  return from && to ? street.spaceBetween(from, to) : PacketSpace.EMPTY;
}

function reasons(
  { street, models }: Side,
  from: Place | undefined,
  to: Place | undefined,
  space: PacketSpace,
) {
  return from && to ? reasonsOf(street, models, from, to, space) : [];
}

/** With an end its connections are gone; between two that stay they may live on. */
function standing({ street }: Side, from: Member, to: Member, closed: PacketSpace): PacketSpace {
  if (from.is !== "there" || to.is !== "there" || !from.after || !to.after) return PacketSpace.EMPTY;
  return leftStanding(street, from.after, to.after, closed);
}
