import type { Rule } from "../../rule";
import { adminAccessEndsInTime } from "./admin-access-ends-in-time";
import { adminAccessHasNotEnded } from "./admin-access-has-not-ended";
import { administratorsAreFew } from "./administrators-are-few";
import { administratorsArePeople } from "./administrators-are-people";
import { administratorsHaveKeysOfTheirOwn } from "./administrators-have-keys-of-their-own";
import { administratorsKeysAreStrong } from "./administrators-keys-are-strong";
import { documentsReachTheServer } from "./documents-reach-the-server";
import { loginsAreNotShared } from "./logins-are-not-shared";
import { programsAreComplete } from "./programs-are-complete";
import { programsAreTheSameEverywhere } from "./programs-are-the-same-everywhere";
import { sameAdministratorsEverywhere } from "./same-administrators-everywhere";
import { sameTrustEverywhere } from "./same-trust-everywhere";
import { sshLetsInAdministratorsOnly } from "./ssh-lets-in-administrators-only";
import { sudoForAdministratorsOnly } from "./sudo-for-administrators-only";
import { timersKeepGoing } from "./timers-keep-going";
import { vpnPeersAreAdministrators } from "./vpn-peers-are-administrators";
import { vpnPoolsAreApart } from "./vpn-pools-are-apart";
import { vpnTunnelIsTheSites } from "./vpn-tunnel-is-the-sites";

/** Few people get in, each known by name, through the VPN. */
export const ACCESS: readonly Rule[] = [
  administratorsAreFew,
  administratorsArePeople,
  loginsAreNotShared,
  administratorsHaveKeysOfTheirOwn,
  administratorsKeysAreStrong,
  sameAdministratorsEverywhere,
  sameTrustEverywhere,
  adminAccessHasNotEnded,
  adminAccessEndsInTime,
  vpnPoolsAreApart,
  vpnPeersAreAdministrators,
  vpnTunnelIsTheSites,
  sshLetsInAdministratorsOnly,
  sudoForAdministratorsOnly,
  documentsReachTheServer,
  programsAreTheSameEverywhere,
  programsAreComplete,
  timersKeepGoing,
];
