import { WARNING_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Published, publishedLists } from "../../subjects/walls/whitelists";

/** Days after which a list is copied anew. */
const OLDEST = 365;

/** B-05, V-04: checkpoints and scanners move, and their old addresses become somebody else's. */
export const addressListsAreRecent = houseRule<Published>({
  id: "address-lists-are-recent",
  info: "every list of checkpoints or scanners was taken from its source in the last twelve months",
  explanation:
    "Services change where they look from. An old list misses some of them, so that a healthy application seems down, and lets in whoever has the old addresses now.",
  remedy: "copy the addresses from the service's own page again, and write the day on which that was done",
  promises: ["B-05", "V-04", "V-09"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: publishedLists,
  judge({ list: { date, source } }, { day }) {
    const age = date.daysUntil(day);
    if (age < 0) return `it is said to be of ${date}, after ${day}`;
    return age > OLDEST ? `it was taken from ${source} on ${date}, ${age} days ago` : undefined;
  },
});
