import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** Some promises are kept always; asking for leave of one is a finding of its own, beside what it was to hide. */
export const waiverOfWhatMayBeWaived = waiverRule({
  id: "waiver-of-what-may-be-waived",
  info: "no waiver asks leave of a rule that is never waived",
  explanation:
    "What such a rule finds opens the house; no reason and no owner can make that safe until a day.",
  remedy: "take the waiver out and mend what the rule finds",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge({ rule }) {
    if (rule === undefined || rule.waivable === true) return undefined;
    return `${rule.id} is never waived: ${rule.waivable.never}`;
  },
});
