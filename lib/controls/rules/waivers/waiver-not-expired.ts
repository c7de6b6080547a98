import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** The last day counts. A date that cannot be read is no date, so such a waiver has ended. */
export const waiverNotExpired = waiverRule({
  id: "waiver-not-expired",
  info: "every waiver still holds",
  explanation:
    "Leave was given until a day. After it, what was allowed is a breach again, and the waiver only makes it look agreed.",
  remedy:
    "mend what it allowed and take it out; team Tech may give leave anew, with a new reason and a new day YYYY-MM-DD",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge({ waiver }, { day }) {
    if (waiver.holdsOn(day)) return undefined;
    if (waiver.until === undefined)
      return `its end date ${JSON.stringify(waiver.untilText)} is no day YYYY-MM-DD, so it has ended`;
    return `it held until ${waiver.until}; today is ${day}`;
  },
});
