import type { Rule } from "../../rule";
import { bio2KeysAsAdvised } from "./bio2-keys-as-advised";
import { bio2RecordsHalfAYear } from "./bio2-records-half-a-year";
import { bio2SecondFactor } from "./bio2-second-factor";

/** What the Baseline Informatiebeveiliging Overheid asks beside the sheet, of clients who chose it. */
export const BIO2: readonly Rule[] = [bio2KeysAsAdvised, bio2RecordsHalfAYear, bio2SecondFactor];
