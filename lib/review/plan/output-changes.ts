import { isObject } from "../../controls/terraform/fields";
import { attributeChanges } from "../attributes/attribute-changes";
import type { Redactor } from "../redaction/redactor";
import type { ResourceChange } from "../stack-review";
import { actionOf } from "./action";

/** Stands for a type where a change is of an output. */
export const OUTPUT = "output";

/** What becomes of outputs, told as changes of `output.NAME`; those that stay are left out. */
export function outputChanges(outputs: unknown, redactor: Redactor): readonly ResourceChange[] {
  if (!isObject(outputs)) return [];
  return Object.entries(outputs).flatMap(([name, change]) => {
    if (!isObject(change)) return [];
    const action = actionOf(change.actions);
    if (action === "no-op") return [];
    const attributes = attributeChanges({ value: change.before }, { value: change.after }, redactor, {
      unknown: { value: change.after_unknown },
      sensitiveBefore: { value: change.before_sensitive },
      sensitiveAfter: { value: change.after_sensitive },
    });
    return {
      address: redactor.name(`${OUTPUT}.${name}`),
      type: OUTPUT,
      action,
      previousAddress: undefined,
      importing: undefined,
      reason: undefined,
      replacePaths: [],
      attributes,
      isCosmetic: attributes.length > 0 && attributes.every(({ isCosmetic }) => isCosmetic),
    };
  });
}
