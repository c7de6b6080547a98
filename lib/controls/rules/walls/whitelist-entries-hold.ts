import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { networksOf, networksOfHouse } from "../../subjects/walls/networks-of";
import { meet } from "../../subjects/walls/read-rule";
import { type Listed, whitelistEntries } from "../../subjects/walls/whitelists";

/** V-09: an entry is somebody's, for a reason, and until a day that has not passed. */
export const whitelistEntriesHold = houseRule<Listed>({
  id: "whitelist-entries-hold",
  info: "every whitelist entry that lets somebody in has an owner, a reason and an end date that has not passed, and is a network outside the house",
  explanation:
    "Addresses get other holders. An entry that nobody answers for, or that should have ended, lets in whoever has them now.",
  remedy:
    "synthesize again: entries that have ended are left out; renew an entry with a new end date when its owner still needs it",
  promises: ["V-09", "H-06"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "an entry is renewed by its own end date" },
  subjects: whitelistEntries,
  judge: ({ entry }, house) => [
    ...(entry.holdsOn(house.day) ? [] : [`it ended on ${entry.until}`]),
    ...([entry.owner, entry.reason].some((text) => text.trim().length < 3)
      ? ["it does not say whose it is and why"]
      : []),
    ...(meet(networksOf([entry.network]), networksOfHouse(house))
      ? ["it is of this house, and nobody outside"]
      : []),
  ],
});
