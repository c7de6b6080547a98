import type { Rule } from "../../rule";
import { blocksDoNotOverlap } from "./blocks-do-not-overlap";
import { cardsInOwnNetwork } from "./cards-in-own-network";
import { clientAndStageTags } from "./client-and-stage-tags";
import { groupsWhereTheyBelong } from "./groups-where-they-belong";
import { looksAtItsOwnSite } from "./looks-at-its-own-site";
import { namesSayWhose } from "./names-say-whose";
import { networksDoNotOverlap } from "./networks-do-not-overlap";
import { noRemoteState } from "./no-remote-state";
import { oneAddressOneServer } from "./one-address-one-server";
import { oneNameOneServer } from "./one-name-one-server";
import { onlyWhatAStackNeeds } from "./only-what-a-stack-needs";
import { ownFolder } from "./own-folder";
import { ownResourcePool } from "./own-resource-pool";
import { portGroupIsClosed } from "./port-group-is-closed";
import { portGroupOfEveryZone } from "./port-group-of-every-zone";
import { portGroupsAreDeclared } from "./port-groups-are-declared";
import { refersToWhatIsThere } from "./refers-to-what-is-there";
import { resourcesStandAlone } from "./resources-stand-alone";
import { serversHaveTheirAddresses } from "./servers-have-their-addresses";
import { stacksAgree } from "./stacks-agree";
import { stateOfItsOwn } from "./state-of-its-own";
import { tagsTellApart } from "./tags-tell-apart";
import { vlansUsedOnce } from "./vlans-used-once";

/** What is one client's or one stage's is nobody else's. */
export const SEPARATION: readonly Rule[] = [
  blocksDoNotOverlap,
  cardsInOwnNetwork,
  clientAndStageTags,
  groupsWhereTheyBelong,
  looksAtItsOwnSite,
  namesSayWhose,
  networksDoNotOverlap,
  noRemoteState,
  oneAddressOneServer,
  oneNameOneServer,
  onlyWhatAStackNeeds,
  ownFolder,
  ownResourcePool,
  portGroupIsClosed,
  portGroupOfEveryZone,
  portGroupsAreDeclared,
  refersToWhatIsThere,
  resourcesStandAlone,
  serversHaveTheirAddresses,
  stacksAgree,
  stateOfItsOwn,
  tagsTellApart,
  vlansUsedOnce,
];
