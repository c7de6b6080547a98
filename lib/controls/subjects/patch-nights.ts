import { MaintenanceWindow } from "../../model/maintenance-window";
import type { ModelFile } from "../../model/model-file";
import { FIGURES } from "../../model/promises/figures";
import type { Calendar } from "../guest/calendar";
import { type PatchDocument, type PatchMember, readPatchDocument } from "../guest/patch-document";
import { recent } from "../guest/recent";
import type { Machine } from "../machine";
import { minuteOf } from "./timer-times";

const { patchDelayMinutes, securityPatchMinutes, fullPatchMinutes, rebootMinutes } = FIGURES;

/** A member's part of each night, in minutes: security updates, and how far timers are put off by chance. */
export const SECURITY_MINUTES = patchDelayMinutes + securityPatchMinutes;

/** The last part of a member's own night, in minutes: all updates, and a restart. */
export const NIGHT_MINUTES = patchDelayMinutes + fullPatchMinutes + rebootMinutes;

/** What a round is called, with its timer and the minutes it may take. */
export interface Round {
  readonly kind: "security" | "full" | "restart";
  readonly calendar: Calendar;
  readonly minutes: number;
}

/** What a server is told of its patches. @throws Unreadable */
export function planOf(machine: Machine): PatchDocument {
  return read(machine.document("patch"));
}

/** Members of a group are told the same. */
const read = recent(64, readPatchDocument);

/** When servers of a stack may be patched: when the client agreed to, or when the sheet says (H-19). */
export function windowOf({ client }: ModelFile): MaintenanceWindow {
  return client?.maintenance ?? MaintenanceWindow.SHEET;
}

export function roundsOf({ security, full, restart }: PatchMember): readonly Round[] {
  return [
    { kind: "security", calendar: security, minutes: SECURITY_MINUTES },
    { kind: "full", calendar: full, minutes: NIGHT_MINUTES },
    { kind: "restart", calendar: restart, minutes: NIGHT_MINUTES },
  ];
}

/** Of a window, minutes from midnight to its start and to its end. */
export function boundsOf({ start, end }: MaintenanceWindow): readonly [start: number, end: number] {
  const minutes = ([hour = 0, minute = 0]: readonly number[]) => hour * 60 + minute;
  return [minutes(start.split(":").map(Number)), minutes(end.split(":").map(Number))];
}

/** A time of day, for people. */
export function timeOf(calendar: Calendar): string {
  const minute = minuteOf(calendar);
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
