import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { administrators } from "../../subjects/administrators";

/** H-16, V-03: who is listed has access today. Servers take access away by themselves on the day; this is the list. */
export const adminAccessHasNotEnded = houseRule({
  id: "admin-access-has-not-ended",
  info: "nobody is listed as an administrator whose last day has passed",
  explanation:
    "A list with people on it who left is a list nobody looks at; a document made of it tells servers of a person who has no business there.",
  remedy: "take the person out of admins, or give a new last day if they still need it",
  promises: ["H-16", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "access past its last day is access that nobody gave" },
  subjects: administrators,
  judge: ({ admin: { person, until } }, { day }) =>
    day.isAfter(until) ? `the access of ${person} ended on ${until}, and it is ${day}` : undefined,
});
