import { CONTAINER, GROUP, PLATFORM_CONTAINER, SECCOMP } from "./containers";
import { between, type Check, type KnownFields, only, plain, plains } from "./known";
import { SELECTOR } from "./metadata";

const PLACES = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];
const MUST = "after a lost host its pods wait for room that is not there";
const PINNED = "its pods are kept together, or in one place";

const WISHED: KnownFields = {
  weight: plain,
  podAffinityTerm: { topologyKey: only(PINNED, ...PLACES), labelSelector: SELECTOR },
};

/** Wishes alone: what has to be somewhere waits where there is no room. */
export const APART: KnownFields = {
  podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: WISHED },
};

/** Members that vote wait rather than share a host, which would take the majority with it. */
export const APART_OR_NOT_AT_ALL: KnownFields = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: WISHED,
    requiredDuringSchedulingIgnoredDuringExecution: {
      topologyKey: only(MUST, "kubernetes.io/hostname"),
      labelSelector: SELECTOR,
    },
  },
};

/** @param when what happens where they cannot be spread evenly */
export function spread(...when: readonly string[]): KnownFields {
  return {
    ...plains("maxSkew", "topologyKey"),
    whenUnsatisfiable: only(MUST, ...when),
    nodeTaintsPolicy: only("a lost zone looks like the emptiest", "Honor"),
    labelSelector: SELECTOR,
    matchLabelKeys: only("it counts other pods than those of its release", "pod-template-hash"),
  };
}

export function podSecurityWith(group: Check): KnownFields {
  return {
    ...plains("runAsNonRoot", "runAsUser"),
    runAsGroup: group,
    fsGroup: group,
    fsGroupChangePolicy: only("a large volume keeps its pod from starting", "OnRootMismatch"),
    seccompProfile: SECCOMP,
  };
}

/** Whose a Secret is `volumes-are-whole` judges. */
const SECRET_FILES: KnownFields = {
  defaultMode: only("others than its program may read it", 0o440),
  sources: { secret: { name: plain, items: plains("key", "path") } },
};

const SCRATCH: KnownFields = { sizeLimit: plain };

/** The most seconds a pod takes to stop: ten minutes for itself, and one for its last visitors. */
const GRACE_MAX = 660;

/** Of any pod. Who it is, and where it stands, is `no-token-mounted`'s and `replicas-are-spread`'s to judge. */
const ANY: KnownFields = {
  ...plains("serviceAccountName", "automountServiceAccountToken", "restartPolicy"),
  enableServiceLinks: only("it is told where everything in its namespace is", false),
  shareProcessNamespace: only("its containers see into each other", false),
  dnsPolicy: only("names are looked up elsewhere than in the cluster", "ClusterFirst"),
  terminationGracePeriodSeconds: between(1, GRACE_MAX, "an update, or a node that restarts, waits for it"),
};

/** @param affinity what may be said of hosts its pods share */
export function tenantPod(affinity: KnownFields = APART): KnownFields {
  return {
    ...ANY,
    affinity,
    topologySpreadConstraints: spread("ScheduleAnyway"),
    securityContext: podSecurityWith(GROUP),
    containers: CONTAINER,
    volumes: { name: plain, projected: SECRET_FILES, emptyDir: SCRATCH },
  };
}

/** Of a node, that its programs have to do with: its logs, what waits for a collector, and whether it asks for a restart. */
const FOLDERS = ["/var/log/containers", "/var/log/pods", "/var/spool/straat-logs", "/var/run"];

/** Of a program that serves a whole cluster; folders of its node and what is root's say why, see `not-privileged`. */
export const PLATFORM_POD: KnownFields = {
  ...ANY,
  affinity: APART,
  topologySpreadConstraints: spread("ScheduleAnyway"),
  securityContext: podSecurityWith(plain),
  containers: PLATFORM_CONTAINER,
  volumes: {
    name: plain,
    configMap: plains("name", "defaultMode"),
    secret: { secretName: plain, defaultMode: only("others than its program may read it", 0o400) },
    hostPath: { path: only("no program here has anything to do there", ...FOLDERS), type: plain },
    emptyDir: SCRATCH,
  },
};

/** Of a program that is on every node, those of the control plane among them. */
export const NODE_POD: KnownFields = {
  ...PLATFORM_POD,
  hostPID: plain,
  tolerations: {
    operator: only(PINNED, "Exists"),
    effect: only("it stays on a node that is lost", "NoSchedule"),
  },
};
