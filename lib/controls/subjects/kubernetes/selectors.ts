import { readSelector } from "../../../network/kubernetes/read-selector";
import { EVERYTHING, type Labels, type Selector, selects } from "../../../network/kubernetes/selector";
import type { Fields } from "../../terraform/fields";

/** The selector that stands under a key; everything where it is written empty, undefined where none is. @throws InvalidError */
export function selectorIn(fields: Fields, key: string): Selector | undefined {
  return fields.has(key) ? readSelector(fields.values[key]) : undefined;
}

/** Whether what is selected under a key holds something with these labels. Nothing is selected where nothing is written. */
export function isSelected(fields: Fields, key: string, labels: Labels): boolean {
  const selector = selectorIn(fields, key);
  return selector !== undefined && selects(selector, labels);
}

export function selectsEverything(fields: Fields, key: string): boolean {
  return (selectorIn(fields, key) ?? EVERYTHING).requirements.length === 0;
}
