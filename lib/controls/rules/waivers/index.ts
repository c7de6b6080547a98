import type { Rule } from "../../rule";
import { waiverEndsWithinAYear } from "./waiver-ends-within-a-year";
import { waiverHasAnOwner } from "./waiver-has-an-owner";
import { waiverIsExact } from "./waiver-is-exact";
import { waiverIsUsed } from "./waiver-is-used";
import { waiverNotExpired } from "./waiver-not-expired";
import { waiverOfAKnownRule } from "./waiver-of-a-known-rule";
import { waiverOfWhatMayBeWaived } from "./waiver-of-what-may-be-waived";
import { waiversDoNotOverlap } from "./waivers-do-not-overlap";

/** Leave to stay under a promise is exact, owned, and ends. */
export const WAIVERS: readonly Rule[] = [
  waiverEndsWithinAYear,
  waiverHasAnOwner,
  waiverIsExact,
  waiverIsUsed,
  waiverNotExpired,
  waiverOfAKnownRule,
  waiverOfWhatMayBeWaived,
  waiversDoNotOverlap,
];
