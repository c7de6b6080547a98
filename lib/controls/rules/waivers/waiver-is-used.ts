import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** Judged only where its resource was among what was judged: a run over one stage says nothing of the others. */
export const waiverIsUsed = waiverRule({
  id: "waiver-is-used",
  info: "every waiver allows something that is there",
  explanation:
    "A waiver that matches nothing is left over, or misspelt. Left over, it waits for the next breach of that kind and hides it.",
  remedy: "take it out; or copy rule and resource from the finding it is about, exactly",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge({ waiver, rule, matches, wasJudged }) {
    if (rule === undefined || !wasJudged || matches.length > 0) return undefined;
    return `${waiver.rule} finds nothing wrong with ${waiver.resource}`;
  },
});
