import type { Rule } from "../../rule";
import { addressListsAreRecent } from "./address-lists-are-recent";
import { administrationByVpnOnly } from "./administration-by-vpn-only";
import { audienceFitsTheStage } from "./audience-fits-the-stage";
import { bothFamilies } from "./both-families";
import { everyFlowInEveryWall } from "./every-flow-in-every-wall";
import { everyRuleHasAReason } from "./every-rule-has-a-reason";
import { everyServerHasWalls } from "./every-server-has-walls";
import { exposureIsNotExceeded } from "./exposure-is-not-exceeded";
import { flowEndsExist } from "./flow-ends-exist";
import { noAnyToAny } from "./no-any-to-any";
import { noDeadRules } from "./no-dead-rules";
import { outwardIsListed } from "./outward-is-listed";
import { portRangesAreNarrow } from "./port-ranges-are-narrow";
import { scannersSeeTheWebOnly } from "./scanners-see-the-web-only";
import { sitesAreToldAlike } from "./sites-are-told-alike";
import { visitorsOnlyWhereExposed } from "./visitors-only-where-exposed";
import { whitelistEntriesHold } from "./whitelist-entries-hold";
import { whitelistNetworksAreNarrow } from "./whitelist-networks-are-narrow";
import { whitelistOnlyWhereDeclared } from "./whitelist-only-where-declared";
import { whyIsSaid } from "./why-is-said";

/** What is open is declared, and nothing else is: in every wall, both ways, and in both families. */
export const WALLS: readonly Rule[] = [
  everyServerHasWalls,
  everyRuleHasAReason,
  everyFlowInEveryWall,
  noAnyToAny,
  portRangesAreNarrow,
  administrationByVpnOnly,
  outwardIsListed,
  bothFamilies,
  noDeadRules,
  flowEndsExist,
  whyIsSaid,
  audienceFitsTheStage,
  visitorsOnlyWhereExposed,
  exposureIsNotExceeded,
  whitelistOnlyWhereDeclared,
  whitelistEntriesHold,
  whitelistNetworksAreNarrow,
  scannersSeeTheWebOnly,
  addressListsAreRecent,
  sitesAreToldAlike,
];
