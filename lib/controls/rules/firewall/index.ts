import type { Rule } from "../../rule";
import { closedFromTheFirstBoot } from "./closed-from-the-first-boot";
import { closedUnlessAccepted } from "./closed-unless-accepted";
import { countrySetsAreFilled } from "./country-sets-are-filled";
import { firewallBaseline } from "./firewall-baseline";
import { firewallOnEveryServer } from "./firewall-on-every-server";
import { firewallSaysWhatTheModelSays } from "./firewall-says-what-the-model-says";
import { natAsDeclared } from "./nat-as-declared";
import { spoofingRefused } from "./spoofing-refused";

/** What servers are given to load: the walls of the model and what stands around them, and nothing else. */
export const FIREWALL: readonly Rule[] = [
  firewallOnEveryServer,
  firewallSaysWhatTheModelSays,
  closedUnlessAccepted,
  firewallBaseline,
  natAsDeclared,
  spoofingRefused,
  countrySetsAreFilled,
  closedFromTheFirstBoot,
];
