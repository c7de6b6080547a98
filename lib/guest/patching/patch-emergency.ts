import { type MaintenanceWindow, WEEKDAYS } from "../../model/maintenance-window";
import { InvalidError } from "../../model/mistake";
import { FIGURES } from "../../model/promises/figures";
import { EMERGENCY_TICK, EMERGENCY_WORK, NIGHT_SLOT, SECURITY_SLOT } from "./patch-times";

/**
 * A full round that began before the document of an emergency came is not stopped. So an emergency that came later
 * than this before such a round could begin, in minutes, waits until it is over.
 */
export const TAIL_MARGIN = 10;

/** The longest time between two windows by the clock, in minutes: how long a leak waits without an emergency (C1). */
export function longestWait(window: MaintenanceWindow): number {
  const days = window.days.map((day) => WEEKDAYS.indexOf(day));
  const gaps = days.map((day, index) => {
    const next = days[index + 1] ?? (days[0] ?? 0) + 7;
    return (next - day) * 24 * 60 - window.minutes;
  });
  return Math.max(...gaps);
}

/**
 * The longest time, in minutes, from the moment a member has an emergency until it is patched and restarted. Members
 * take turns by the clock in UTC, so no two of them are ever busy together, whenever the document reaches each. A turn
 * that would meet planned work passes; work of a member's own night that meets an emergency waits for a next night.
 */
export function longestEmergency(places: number): number {
  const cycle = places * FIGURES.emergencyTurnMinutes;
  const blocked = Math.max(EMERGENCY_WORK + places * SECURITY_SLOT, TAIL_MARGIN + NIGHT_SLOT);
  const missed = 2 + Math.floor(blocked / cycle);
  return missed * cycle + EMERGENCY_TICK + EMERGENCY_WORK;
}

/**
 * What is left of the 24 hours for that, in minutes, when the alarm at half of them is answered as slowly as is
 * promised (H-14), approved, and applied.
 */
export const EMERGENCY_BUDGET =
  60 *
    (FIGURES.criticalPatchHours -
      FIGURES.criticalAlarmHours -
      FIGURES.criticalCheckHours -
      FIGURES.responseHours) -
  FIGURES.emergencyApplyMinutes;

/**
 * Checks that so many members, one after another, are patched in an emergency within the 24 hours.
 *
 * @throws InvalidError when they are too many, with the time it takes
 */
export function checkEmergency(places: number): void {
  const longest = longestEmergency(places);
  if (longest <= EMERGENCY_BUDGET) return;
  throw new InvalidError({
    value: `${places} members`,
    problem: `one after another take ${longest} minutes in an emergency, and ${EMERGENCY_BUDGET} are left of the 24 hours (I-04, C1)`,
    remedy: "make groups of at most five members",
  });
}
