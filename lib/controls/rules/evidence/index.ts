import type { Rule } from "../../rule";
import { evidenceLookedAtYearly } from "./evidence-looked-at-yearly";
import { promisesOnRecord } from "./promises-on-record";
import { teamTechIsComplete } from "./team-tech-is-complete";

/** What nobody can build is written down, by people who can be named. */
export const EVIDENCE: readonly Rule[] = [evidenceLookedAtYearly, promisesOnRecord, teamTechIsComplete];
