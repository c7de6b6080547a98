import { ERROR_EVERYWHERE } from "../../level";
import { waiverRule } from "../../rule";
import { OF_A_WAIVER } from "../../waivers/of-a-waiver";

/** A waiver that names no rule allows nothing, and hides that its author meant to allow something. */
export const waiverOfAKnownRule = waiverRule({
  id: "waiver-of-a-known-rule",
  info: "every waiver names a rule there is",
  explanation:
    "A misspelt rule allows nothing today, and may allow something nobody thought of when a rule of that name comes.",
  remedy: "write the id of the rule as `straat check` and docs/rules.md tell it; a promise is not a rule",
  promises: ["I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: OF_A_WAIVER,
  judge({ waiver, rule }) {
    if (rule !== undefined) return undefined;
    if (/^[BIVHR]-\d\d$/.test(waiver.rule))
      return `${waiver.rule} is a promise; a waiver is of one rule that checks it`;
    return `there is no rule ${waiver.rule}`;
  },
});
