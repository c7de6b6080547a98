import { WARNING_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { administrators } from "../../subjects/administrators";

/** For how long access may be given ahead, in days: two years, with the day of a leap year. */
const LONGEST_DAYS = 731;

/**
 * H-16: access is given for a time. The sheet names none, so it is advice: lists are reviewed more often than this, and a
 * last day far ahead only means that a review which is forgotten is not noticed.
 */
export const adminAccessEndsInTime = houseRule({
  id: "admin-access-ends-in-time",
  info: "administrators' access ends within two years, unless it is given anew",
  explanation:
    "Access that ends by itself is the one that somebody who left does not keep. A last day in ten years is none.",
  remedy: "give a last day within two years; raising it later is one line in a pull request",
  promises: ["H-16", "V-03"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: administrators,
  judge: ({ admin: { person, until } }, { day }) => {
    const days = day.daysUntil(until);
    return days > LONGEST_DAYS
      ? `the access of ${person} lasts until ${until}, ${days} days from now`
      : undefined;
  },
});
