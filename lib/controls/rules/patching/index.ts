import type { Rule } from "../../rule";
import { aFullRoundAMonth } from "./a-full-round-a-month";
import { emergenciesAreTeamTechs } from "./emergencies-are-team-techs";
import { gatewaysNotInOneNight } from "./gateways-not-in-one-night";
import { leaksAreLookedFor } from "./leaks-are-looked-for";
import { leaksCanBeMendedInADay } from "./leaks-can-be-mended-in-a-day";
import { leaksOfEveryCluster } from "./leaks-of-every-cluster";
import { membersNotInOneNight } from "./members-not-in-one-night";
import { patchPlanOfEveryServer } from "./patch-plan-of-every-server";
import { patchRunsKeepToTheirTime } from "./patch-runs-keep-to-their-time";
import { patchesInTheWindow } from "./patches-in-the-window";
import { roundsInstallWhatTheyAreFor } from "./rounds-install-what-they-are-for";
import { securityUpdatesInEveryWindow } from "./security-updates-in-every-window";
import { updatesByThePlanAlone } from "./updates-by-the-plan-alone";

/** Servers are patched in time, in the window, one at a time. */
export const PATCHING: readonly Rule[] = [
  patchPlanOfEveryServer,
  patchesInTheWindow,
  aFullRoundAMonth,
  securityUpdatesInEveryWindow,
  membersNotInOneNight,
  gatewaysNotInOneNight,
  patchRunsKeepToTheirTime,
  roundsInstallWhatTheyAreFor,
  updatesByThePlanAlone,
  leaksAreLookedFor,
  leaksOfEveryCluster,
  leaksCanBeMendedInADay,
  emergenciesAreTeamTechs,
];
