import type { Rule } from "../../rule";
import { cleanStop } from "./clean-stop";
import { connectionsOutliveAMember } from "./connections-outlive-a-member";
import { dataDiskKept } from "./data-disk-kept";
import { disksWhereDeclared } from "./disks-where-declared";
import { enoughMembers } from "./enough-members";
import { everyMachineIsDeclared } from "./every-machine-is-declared";
import { everyServerIsMade } from "./every-server-is-made";
import { firstBootIsFrozen } from "./first-boot-is-frozen";
import { floatingAddress } from "./floating-address";
import { gatewayAtEverySite } from "./gateway-at-every-site";
import { growsWhileItRuns } from "./grows-while-it-runs";
import { membersAlike } from "./members-alike";
import { membersChangeOneAtATime } from "./members-change-one-at-a-time";
import { membersOnDifferentDatastores } from "./members-on-different-datastores";
import { membersOnDifferentHosts } from "./members-on-different-hosts";
import { oddNumberOfVotes } from "./odd-number-of-votes";
import { restartPriority } from "./restart-priority";
import { routerIdsDiffer } from "./router-ids-differ";
import { siteIsLookedUp } from "./site-is-looked-up";
import { twoDataCentres } from "./two-data-centres";

/** One failure at a time leaves the service up. */
export const REDUNDANCY: readonly Rule[] = [
  cleanStop,
  connectionsOutliveAMember,
  dataDiskKept,
  disksWhereDeclared,
  enoughMembers,
  everyMachineIsDeclared,
  everyServerIsMade,
  firstBootIsFrozen,
  floatingAddress,
  gatewayAtEverySite,
  growsWhileItRuns,
  membersAlike,
  membersChangeOneAtATime,
  membersOnDifferentDatastores,
  membersOnDifferentHosts,
  oddNumberOfVotes,
  restartPriority,
  routerIdsDiffer,
  siteIsLookedUp,
  twoDataCentres,
];
