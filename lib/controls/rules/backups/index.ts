import type { Rule } from "../../rule";
import { backupAtTheOtherSite } from "./backup-at-the-other-site";
import { backupForNobodyElse } from "./backup-for-nobody-else";
import { backupForTwoKeys } from "./backup-for-two-keys";
import { backupIsAppendOnly } from "./backup-is-append-only";
import { backupIsWatched } from "./backup-is-watched";
import { backupKeptAsPromised } from "./backup-kept-as-promised";
import { backupLeavesNothingOut } from "./backup-leaves-nothing-out";
import { backupLossBelowADay } from "./backup-loss-below-a-day";
import { backupOfEveryServer } from "./backup-of-every-server";
import { databasesAreDumped } from "./databases-are-dumped";
import { restoresAreTested } from "./restores-are-tested";

/** What is lost can be had back, from another data centre. */
export const BACKUPS: readonly Rule[] = [
  backupOfEveryServer,
  backupAtTheOtherSite,
  backupLossBelowADay,
  backupLeavesNothingOut,
  databasesAreDumped,
  backupForTwoKeys,
  backupForNobodyElse,
  backupKeptAsPromised,
  backupIsAppendOnly,
  restoresAreTested,
  backupIsWatched,
];
