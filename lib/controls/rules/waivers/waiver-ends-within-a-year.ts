import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** What is allowed is looked at again at least once a year. */
export const waiverEndsWithinAYear = waiverRule({
  id: "waiver-ends-within-a-year",
  info: "every waiver ends at most twelve months from today",
  explanation:
    "Leave without an end in sight is no exception any more: it is another promise than the sheet's.",
  remedy: "write a day at most twelve months away",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge: ({ waiver }, { day }) =>
    waiver.isTooLong(day)
      ? `it holds until ${waiver.untilText}, more than twelve months after ${day}`
      : undefined,
});
