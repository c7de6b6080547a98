import type { PromiseId } from "../../../model/promises";
import { WARNING_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Platform, platforms } from "../../subjects/administrators";

/** What the rules about repositories say of ours, and nobody here can say of somebody else's. */
const KEPT_THERE: readonly PromiseId[] = ["B-15", "B-17", "B-19", "H-09"];

/** B-15, B-17, B-19, H-09: where backups are kept by somebody else, that is a matter of papers. */
export const foreignBackupsOnRecord = houseRule<Platform>({
  id: "foreign-backups-on-record",
  info: "where a site has no repository of ours, documents say how long backups are kept there, who watches them and when a restore was tried",
  explanation:
    "A server that is not ours is judged by no rule: whether it keeps backups for as long as was promised, refuses to overwrite them and gives them back is only what its owner says.",
  remedy: `declare the site's platform without backup: "elsewhere", or add what its owner wrote of ${KEPT_THERE.join(", ")} to stacks/evidence.ts`,
  promises: KEPT_THERE,
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: (house) =>
    platforms(house).filter(({ model }) => model.groups.every(({ role }) => role !== "backup-repository")),
  judge(_, { evidence, day }) {
    const isShown = (id: PromiseId) => evidence.some(({ promise }) => promise === id);
    const holds = (id: PromiseId) =>
      evidence.some((document) => document.promise === id && document.holdsOn(day));
    return KEPT_THERE.filter((id) => !holds(id)).map((id) =>
      isShown(id) ? `what is on record for ${id} does not hold today` : `nothing is on record for ${id}`,
    );
  },
});
