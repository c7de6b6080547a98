import { isDestroying, isForgetting, isReplacing, isUpdating, shownAction } from "./actions";
import type { Member } from "./companies";
import { isSwitchedOff, movesBy, restartsBy } from "./machine-restarts";

/** What becomes of a server in an apply, where it is more than being told something new. */
export interface MachineEvent {
  readonly kind: "destroyed" | "restarted" | "moved" | "off" | "away";
  readonly member: Member;
  /** `web_1 is restarted (memory)`, with its address. */
  readonly text: string;
}

/** What takes a member out of its company, or may; undefined for what a running server does not notice. */
export function eventOf(member: Member): MachineEvent | undefined {
  const { plan, item } = member;
  const { action, address, replacePaths } = item.change;
  // What an earlier replacement left behind is no member any longer.
  if (address.includes(" (deposed ")) return undefined;
  if (isDestroying(action) || isReplacing(action))
    return event(member, "destroyed", shownAction(action), replacePaths);
  if (!isUpdating(action)) return undefined;
  if (isSwitchedOff(plan, item)) return event(member, "off", "switched off");
  const causes = restartsBy(plan, item);
  if (causes.length > 0) return event(member, "restarted", "stopped and started again", causes);
  const moves = movesBy(plan, item);
  return moves.length > 0 ? event(member, "moved", "moved", moves) : undefined;
}

function event(
  member: Member,
  kind: MachineEvent["kind"],
  what: string,
  why: readonly string[] = [],
): MachineEvent {
  const reason = why.length > 0 ? ` (${why.join(", ")})` : "";
  return { kind, member, text: `${member.item.change.address} is ${what}${reason}` };
}

/** A member that is not there already: it was taken away or switched off, and not by Terraform. */
export function awayOf(member: Member): MachineEvent | undefined {
  const { plan, item } = member;
  const { action, address } = item.change;
  const isGone = action === "delete" || isForgetting(action);
  if (!isGone && !isSwitchedOff(plan, item)) return undefined;
  const text = `${address} is ${isGone ? "gone" : "switched off"} already, and not by Terraform`;
  return { kind: "away", member, text };
}
