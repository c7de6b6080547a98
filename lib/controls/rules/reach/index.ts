import type { Rule } from "../../rule";
import { administratorsReachEveryServer } from "./administrators-reach-every-server";
import { clientsCannotReachEachOther } from "./clients-cannot-reach-each-other";
import { dataNotForStrangers } from "./data-not-for-strangers";
import { databasesNotForStrangers } from "./databases-not-for-strangers";
import { databasesNotFromOutside } from "./databases-not-from-outside";
import { internetReachesOnlyWhatIsExposed } from "./internet-reaches-only-what-is-exposed";
import { membersSeeEachOther } from "./members-see-each-other";
import { servicesReachable } from "./services-reachable";
import { stagesCannotReachEachOther } from "./stages-cannot-reach-each-other";

/** Who reaches whom, through all walls together: what has to be closed, and what has to be open. */
export const REACH: readonly Rule[] = [
  stagesCannotReachEachOther,
  clientsCannotReachEachOther,
  internetReachesOnlyWhatIsExposed,
  databasesNotForStrangers,
  databasesNotFromOutside,
  dataNotForStrangers,
  administratorsReachEveryServer,
  servicesReachable,
  membersSeeEachOther,
];
