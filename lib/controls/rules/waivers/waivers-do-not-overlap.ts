import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** One thing is allowed by one waiver, so that ending it ends the leave. */
export const waiversDoNotOverlap = waiverRule({
  id: "waivers-do-not-overlap",
  info: "no two waivers allow the same thing",
  explanation:
    "With two of them one can be taken out, or expire, and nothing changes: nobody can say until when it is allowed.",
  remedy: "keep one of them",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge: ({ alike }) => (alike > 1 ? `${alike} waivers are about this rule and resource` : undefined),
});
