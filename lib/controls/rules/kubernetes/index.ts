import type { Rule } from "../../rule";
import { allowListEverywhere } from "./allow-list-everywhere";
import { bindingsToNamedGroups } from "./bindings-to-named-groups";
import { ceilingsFitTheQuota } from "./ceilings-fit-the-quota";
import { certificateKey } from "./certificate-key";
import { clusterIsBackedUp } from "./cluster-is-backed-up";
import { containersAreRestricted } from "./containers-are-restricted";
import { defaultDeny } from "./default-deny";
import { disruptionBudget } from "./disruption-budget";
import { exposedAsModelled } from "./exposed-as-modelled";
import { exposedOverTls } from "./exposed-over-tls";
import { gatewayAddress } from "./gateway-address";
import { gatewaySettingsAreOne } from "./gateway-settings-are-one";
import { gatewaysRunAsSetUp } from "./gateways-run-as-set-up";
import { gatewaysSpeakStrongTls } from "./gateways-speak-strong-tls";
import { hostKeysAreOfToday } from "./host-keys-are-of-today";
import { hostnameOfOneClient } from "./hostname-of-one-client";
import { hsts } from "./hsts";
import { imageByDigest } from "./image-by-digest";
import { namespaceNotDefault } from "./namespace-not-default";
import { noNodePortsOrHost } from "./no-node-ports-or-host";
import { noSecretLiterals } from "./no-secret-literals";
import { noTokenMounted } from "./no-token-mounted";
import { noUnknownFields } from "./no-unknown-fields";
import { nodesRestartInTheWindow } from "./nodes-restart-in-the-window";
import { notPrivileged } from "./not-privileged";
import { objectNames } from "./object-names";
import { objectsAreKnown } from "./objects-are-known";
import { objectsSayWhose } from "./objects-say-whose";
import { podSecurityRestricted } from "./pod-security-restricted";
import { podsArePlacedLikeOthers } from "./pods-are-placed-like-others";
import { podsAreWhole } from "./pods-are-whole";
import { podsHaveAddressesOfTheirStage } from "./pods-have-addresses-of-their-stage";
import { policiesAsDeclared } from "./policies-as-declared";
import { policiesAsModelled } from "./policies-as-modelled";
import { policyPeersKnown } from "./policy-peers-known";
import { probesOfEveryContainer } from "./probes-of-every-container";
import { quotaAndLimits } from "./quota-and-limits";
import { replicasAreSpread } from "./replicas-are-spread";
import { replicasSurvive } from "./replicas-survive";
import { requestsAndLimits } from "./requests-and-limits";
import { rolesNameWhatTheyAllow } from "./roles-name-what-they-allow";
import { scales } from "./scales";
import { scheduledJobsEnd } from "./scheduled-jobs-end";
import { secretsOfTheirWorkload } from "./secrets-of-their-workload";
import { servedByTheSite } from "./served-by-the-site";
import { servicesFindTheirPods } from "./services-find-their-pods";
import { stopsGracefully } from "./stops-gracefully";
import { volumesAreWhole } from "./volumes-are-whole";
import { wallsBeforePods } from "./walls-before-pods";
import { wordsOfTheApi } from "./words-of-the-api";
import { workloadsAsModelled } from "./workloads-as-modelled";

/** A tenant is closed, redundant and scaling, its containers are what was tested, and what serves all tenants keeps its promises. */
export const KUBERNETES: readonly Rule[] = [
  allowListEverywhere,
  bindingsToNamedGroups,
  ceilingsFitTheQuota,
  certificateKey,
  clusterIsBackedUp,
  containersAreRestricted,
  defaultDeny,
  disruptionBudget,
  exposedAsModelled,
  exposedOverTls,
  gatewayAddress,
  gatewaySettingsAreOne,
  gatewaysRunAsSetUp,
  gatewaysSpeakStrongTls,
  hostKeysAreOfToday,
  hostnameOfOneClient,
  hsts,
  imageByDigest,
  namespaceNotDefault,
  noNodePortsOrHost,
  noSecretLiterals,
  noTokenMounted,
  noUnknownFields,
  nodesRestartInTheWindow,
  notPrivileged,
  objectNames,
  objectsAreKnown,
  objectsSayWhose,
  podSecurityRestricted,
  podsHaveAddressesOfTheirStage,
  policiesAsDeclared,
  policiesAsModelled,
  policyPeersKnown,
  probesOfEveryContainer,
  quotaAndLimits,
  replicasAreSpread,
  replicasSurvive,
  requestsAndLimits,
  rolesNameWhatTheyAllow,
  scales,
  scheduledJobsEnd,
  stopsGracefully,
  podsArePlacedLikeOthers,
  podsAreWhole,
  secretsOfTheirWorkload,
  servedByTheSite,
  servicesFindTheirPods,
  volumesAreWhole,
  wallsBeforePods,
  wordsOfTheApi,
  workloadsAsModelled,
];
