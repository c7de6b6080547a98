import { FIGURES } from "../../model/promises/figures";

const { patchDelayMinutes, securityPatchMinutes, fullPatchMinutes, rebootMinutes } = FIGURES;

/** A member's part of each night of the window, in minutes: only security updates, and no restart. */
export const SECURITY_SLOT = patchDelayMinutes + securityPatchMinutes;

/** The last part of a night, in minutes, of the one member whose night it is. */
export const NIGHT_SLOT = patchDelayMinutes + fullPatchMinutes + rebootMinutes;

/** What one member needs in an emergency, in minutes. */
export const EMERGENCY_WORK = securityPatchMinutes + rebootMinutes;

/** An emergency looks this often whether it is its turn, in minutes. */
export const EMERGENCY_TICK = 5;
