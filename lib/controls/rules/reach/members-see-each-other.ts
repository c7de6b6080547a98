import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { fulfils } from "../../subjects/walls/wanted-rule";
import { areWallsKnown, wantedRules } from "../../subjects/walls/wanted-walls";

/** H-03, B-06: what stands in for what fails has to know that it failed, and what it was doing. */
export const membersSeeEachOther = stackRule<Wall>({
  id: "members-see-each-other",
  info: "the walls of servers that stand in for each other let them see each other, and edges keep each other in step",
  explanation:
    "A server looks whether the other is there before it goes down for updates, and an edge that takes over has to know the connections it takes over. Where they cannot ask, they go down together.",
  remedy: "declare the servers through RedundantVms and EdgeFirewall, which let members see each other",
  promises: ["H-03", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack, house) => (areWallsKnown(stack.model, house) ? walls(stack) : []),
  judge: (wall, { model }, house) =>
    (wantedRules(wall.group, wall.record.hook, model, house) ?? [])
      .filter(({ kind }) => kind === "redundancy")
      .filter((wanted) => !wall.rules.some((rule) => fulfils(rule, wanted)))
      .map(({ what, port }) => `it has no rule for "${what}", ${port}`),
});
