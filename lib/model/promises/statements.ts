import { AVAILABILITY } from "./availability";
import { CONFIDENTIALITY } from "./confidentiality";
import { HOSTING } from "./hosting";
import { INTEGRITY } from "./integrity";
import { RECORDABLE } from "./recordable";

/** Every statement of the sheet that is about the house, in the sheet's order. */
export const STATEMENTS = {
  ...AVAILABILITY,
  ...INTEGRITY,
  ...CONFIDENTIALITY,
  ...HOSTING,
  ...RECORDABLE,
} as const;

/** `B` availability, `I` integrity, `V` confidentiality, `H` hosting, `R` what can only be recorded. */
export type PromiseId = keyof typeof STATEMENTS;
