import { assess } from "../../../lib/controls/assess";
import { findingsOf } from "../../../lib/controls/assessment";
import { RULES } from "../../../lib/controls/rules";
import { InvalidError } from "../../../lib/model/mistake";
import { EditableFleet } from "../support/editable-fleet";
import type { Mutant } from "./mutant";

/** Rules that look at one stack: all there is to ask when the model files are as they were. */
const OF_STACKS = RULES.filter(({ scope }) => scope === "stack");

/** The rules that find a mutant; the reader's own refusal counts as one. Empty for a survivor. */
export function huntersOf({ stack, change }: Mutant): readonly string[] {
  const fleet = EditableFleet.examples();
  change(fleet);
  const modelBefore = JSON.stringify(EditableFleet.examples().stack(stack).model);
  const isModelChanged = JSON.stringify(fleet.stack(stack).model) !== modelBefore;
  try {
    const outputs = fleet.outputs();
    const judged = outputs.filter(({ name }) => name === stack);
    const found = (rules: typeof RULES) =>
      findingsOf(assess(fleet.house(outputs), judged, rules)).map(({ rule }) => rule);
    const first = found(OF_STACKS);
    if (first.length > 0 || !isModelChanged) return [...new Set(first)];
    return [...new Set(found(RULES))];
  } catch (error) {
    if (error instanceof InvalidError) return ["(not readable)"];
    throw error;
  }
}
