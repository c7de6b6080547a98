import { isSame } from "./bodies";
import type { StackPair } from "./compare-synths";

/** What changes for all servers of a site, which is in the model of its platform alone. */
export interface HouseShifts {
  /** Who the administrators are. */
  readonly admins: boolean;
  /** Whom servers believe. */
  readonly trust: boolean;
}

/** What changes in platforms among these stacks. */
export function houseShifts(pairs: readonly StackPair[]): HouseShifts {
  const platforms = pairs.filter(({ before, after }) => (after ?? before)?.model.kind === "platform");
  const isChanged = (key: "admins" | "trust") =>
    platforms.some(({ before, after }) => !isSame(before?.model[key], after?.model[key]));
  return { admins: isChanged("admins"), trust: isChanged("trust") };
}
