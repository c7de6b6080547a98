import type { Rule } from "../../rule";
import { auditIsKept } from "./audit-is-kept";
import { auditSeesWhatMatters } from "./audit-sees-what-matters";
import { bannerTellsNothing } from "./banner-tells-nothing";
import { baselineIsJudged } from "./baseline-is-judged";
import { bootIsHardened } from "./boot-is-hardened";
import { changesAreApplied } from "./changes-are-applied";
import { clockIsSet } from "./clock-is-set";
import { clockNotFromHost } from "./clock-not-from-host";
import { consoleIsClosed } from "./console-is-closed";
import { databaseIsSetUpSafely } from "./database-is-set-up-safely";
import { documentsAreWhole } from "./documents-are-whole";
import { documentsBelowTheirLimit } from "./documents-below-their-limit";
import { everyDocumentIsThere } from "./every-document-is-there";
import { failuresRaiseTheAlarm } from "./failures-raise-the-alarm";
import { filesAreWatched } from "./files-are-watched";
import { firstBootDoesWhatIsKnown } from "./first-boot-does-what-is-known";
import { firstBootFetchesNothing } from "./first-boot-fetches-nothing";
import { firstBootFilesAreWhole } from "./first-boot-files-are-whole";
import { firstBootInstallsTheBaseline } from "./first-boot-installs-the-baseline";
import { firstBootLocksAccounts } from "./first-boot-locks-accounts";
import { firstBootRaisesWallsFirst } from "./first-boot-raises-walls-first";
import { hostNameIsTheServers } from "./host-name-is-the-servers";
import { kernelIsHardened } from "./kernel-is-hardened";
import { madeFromTheTemplate } from "./made-from-the-template";
import { memoryIsNotDumped } from "./memory-is-not-dumped";
import { modulesAreBlocked } from "./modules-are-blocked";
import { mountsAreStrict } from "./mounts-are-strict";
import { noDevicesBeside } from "./no-devices-beside";
import { noUnknownSettings } from "./no-unknown-settings";
import { onlyRootWritesGuestinfo } from "./only-root-writes-guestinfo";
import { packagesFromTheMirror } from "./packages-from-the-mirror";
import { passwordsAreStrong } from "./passwords-are-strong";
import { routesLeadToTheGateway } from "./routes-lead-to-the-gateway";
import { sameFilesForARole } from "./same-files-for-a-role";
import { secureBoot } from "./secure-boot";
import { servicesAreConfined } from "./services-are-confined";
import { servicesStartOurWay } from "./services-start-our-way";
import { shellsAreClosed } from "./shells-are-closed";
import { sshAlgorithmsAreStrong } from "./ssh-algorithms-are-strong";
import { sshIsHardened } from "./ssh-is-hardened";
import { sshListensToTheVpnOnly } from "./ssh-listens-to-the-vpn-only";
import { sudoIsLogged } from "./sudo-is-logged";
import { unitsAreEnabled } from "./units-are-enabled";
import { unitsFindTheirPrograms } from "./units-find-their-programs";
import { virtualTpm } from "./virtual-tpm";
import { webIsNotDrowned } from "./web-is-not-drowned";
import { webTellsLittle } from "./web-tells-little";
import { whatServersWaitForIsDeclared } from "./what-servers-wait-for-is-declared";

/** A server has what it needs and nothing else, and tells when that changes. */
export const HARDENING: readonly Rule[] = [
  auditIsKept,
  auditSeesWhatMatters,
  bannerTellsNothing,
  baselineIsJudged,
  bootIsHardened,
  changesAreApplied,
  clockIsSet,
  clockNotFromHost,
  databaseIsSetUpSafely,
  consoleIsClosed,
  documentsAreWhole,
  documentsBelowTheirLimit,
  everyDocumentIsThere,
  failuresRaiseTheAlarm,
  filesAreWatched,
  firstBootDoesWhatIsKnown,
  firstBootFetchesNothing,
  firstBootFilesAreWhole,
  firstBootInstallsTheBaseline,
  firstBootLocksAccounts,
  firstBootRaisesWallsFirst,
  hostNameIsTheServers,
  kernelIsHardened,
  madeFromTheTemplate,
  memoryIsNotDumped,
  modulesAreBlocked,
  mountsAreStrict,
  noDevicesBeside,
  noUnknownSettings,
  onlyRootWritesGuestinfo,
  packagesFromTheMirror,
  passwordsAreStrong,
  routesLeadToTheGateway,
  sameFilesForARole,
  secureBoot,
  servicesAreConfined,
  servicesStartOurWay,
  shellsAreClosed,
  sshAlgorithmsAreStrong,
  sshIsHardened,
  sshListensToTheVpnOnly,
  sudoIsLogged,
  unitsAreEnabled,
  unitsFindTheirPrograms,
  virtualTpm,
  webIsNotDrowned,
  webTellsLittle,
  whatServersWaitForIsDeclared,
];
