import type { Rule } from "../../rule";
import { evidenceLookedAtYearly } from "./evidence-looked-at-yearly";
import { foreignBackupsOnRecord } from "./foreign-backups-on-record";
import { promisesOnRecord } from "./promises-on-record";
import { teamTechCanApprove } from "./team-tech-can-approve";
import { teamTechIsComplete } from "./team-tech-is-complete";

/** What nobody can build is written down, by people who can be named. */
export const EVIDENCE: readonly Rule[] = [
  evidenceLookedAtYearly,
  promisesOnRecord,
  foreignBackupsOnRecord,
  teamTechCanApprove,
  teamTechIsComplete,
];
