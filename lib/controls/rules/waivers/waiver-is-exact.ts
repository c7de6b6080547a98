import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** A resource is one thing: not a pattern, and not a place with things in it, unless the rule is about that place. */
export const waiverIsExact = waiverRule({
  id: "waiver-is-exact",
  info: "every waiver names exactly one resource",
  explanation:
    "Leave for everything of a kind is leave for what will be added tomorrow, which nobody has looked at.",
  remedy: "write one waiver for each resource, named as the finding names it",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge({ waiver: { resource }, declaredBy, matches }) {
    if (/[*?,]|\s/.test(resource)) return `${resource} is a pattern or a list`;
    const isPlace = resource === declaredBy || resource.endsWith("/");
    return isPlace && matches.length === 0 ? `${resource} is a place with many things in it` : undefined;
  },
});
