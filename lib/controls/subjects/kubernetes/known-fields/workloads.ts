import { between, type KnownFields, named, only, plain, plains } from "./known";
import { METADATA, objectOf, POD_METADATA, SELECTOR } from "./metadata";
import { APART_OR_NOT_AT_ALL, NODE_POD, PLATFORM_POD, tenantPod } from "./pods";

const NO_WAY_BACK = "there is no release to go back to, or too many to tell apart";
const SLOW = "a release takes longer than anybody waits, or a dead one looks well";

/** The most seconds between two pods of a release: ten minutes to start, ten for another to stop, and three for what is around that. */
const DEADLINE_MAX = 1380;

const OF_RELEASES: KnownFields = {
  ...plains("replicas"),
  selector: SELECTOR,
  minReadySeconds: between(0, 60, SLOW),
  revisionHistoryLimit: between(1, 10, NO_WAY_BACK),
};

const STARTS_FIRST: KnownFields = {
  strategy: { type: plain, rollingUpdate: plains("maxSurge", "maxUnavailable") },
  progressDeadlineSeconds: between(1, DEADLINE_MAX, SLOW),
};

function template(pod: KnownFields): KnownFields {
  return { template: { metadata: POD_METADATA, spec: pod } };
}

/** How many there are, and how they follow each other, `stops-gracefully` and `replicas-survive` judge. */
export const DEPLOYMENT = objectOf({
  ...OF_RELEASES,
  ...STARTS_FIRST,
  ...template(tenantPod()),
});

export const PLATFORM_DEPLOYMENT = objectOf({ ...OF_RELEASES, ...STARTS_FIRST, ...template(PLATFORM_POD) });

const ONE_BY_ONE = "a mistake is on every node before anybody sees it";

export const DAEMON_SET = objectOf({
  ...OF_RELEASES,
  updateStrategy: {
    type: only("what is changed runs when a node restarts, and not before", "RollingUpdate"),
    rollingUpdate: { maxUnavailable: only(ONE_BY_ONE, 1) },
  },
  ...template(NODE_POD),
});

const GONE = "data goes with the pod it belongs to";

export const STATEFUL_SET = objectOf({
  ...OF_RELEASES,
  serviceName: plain,
  podManagementPolicy: only("nobody knows in which order its members come", "OrderedReady", "Parallel"),
  updateStrategy: {
    type: only("what is changed runs when somebody stops a pod, and not before", "RollingUpdate"),
    rollingUpdate: { partition: only("some members keep running the release before", 0) },
  },
  persistentVolumeClaimRetentionPolicy: {
    whenDeleted: only(GONE, "Retain"),
    whenScaled: only(GONE, "Retain"),
  },
  volumeClaimTemplates: {
    ...plains("apiVersion", "kind"),
    metadata: METADATA,
    spec: {
      accessModes: only("two pods write the same files", "ReadWriteOnce"),
      storageClassName: plain,
      volumeMode: only("a program has the device in place of files", "Filesystem"),
      resources: { requests: plains("storage") },
    },
  },
  ...template(tenantPod(APART_OR_NOT_AT_ALL)),
});

const ALONE = "a run does its work more than once, or not at all";

/** When it starts, and by when it has ended, `scheduled-jobs-end` judges. */
export const CRON_JOB = objectOf({
  ...plains("schedule", "timeZone", "startingDeadlineSeconds"),
  concurrencyPolicy: only("a run is broken off by the next, or runs beside it", "Forbid"),
  successfulJobsHistoryLimit: between(1, 10, "nobody sees how it went"),
  failedJobsHistoryLimit: between(1, 10, "nobody sees how it went"),
  suspend: only("it never runs", false),
  jobTemplate: {
    metadata: POD_METADATA,
    spec: {
      parallelism: only(ALONE, 1),
      completions: only(ALONE, 1),
      activeDeadlineSeconds: between(1, 86_400, "a run that hangs holds its place for days"),
      backoffLimit: between(0, 10, "what fails is tried again without an end"),
      ...template(tenantPod()),
    },
  },
});

export const BUDGET = objectOf({
  maxUnavailable: only("a node that restarts waits for ever, or more than one pod goes at once", 1),
  unhealthyPodEvictionPolicy: plain,
  selector: SELECTOR,
});

/** A share of the processor of which there is room left until a new pod answers. */
const AIM = between(20, 90, "pods come when there is no room left, or never go");
const AT_ONCE = "at a peak pods come too late, or too few";
const CALM = "between two peaks pods go and have to come back";

export const CPU_METRIC: KnownFields = {
  type: only("it measures what somebody else tells", "Resource"),
  resource: {
    name: only("more pods do not make it less", "cpu"),
    target: {
      type: only("it measures against nothing that follows the pod", "Utilization"),
      averageUtilization: AIM,
    },
  },
};

/** Floors and ceilings `scales` and `ceilings-fit-the-quota` judge. */
export const SCALER = objectOf({
  ...plains("minReplicas", "maxReplicas"),
  scaleTargetRef: plains("apiVersion", "kind", "name"),
  metrics: CPU_METRIC,
  behavior: {
    scaleUp: {
      stabilizationWindowSeconds: only(AT_ONCE, 0),
      selectPolicy: only(AT_ONCE, "Max"),
      policies: {
        type: only(AT_ONCE, "Percent"),
        value: between(100, 1000, AT_ONCE),
        periodSeconds: between(1, 60, AT_ONCE),
      },
    },
    scaleDown: {
      stabilizationWindowSeconds: between(300, 3600, CALM),
      selectPolicy: only(CALM, "Max"),
      policies: {
        type: only(CALM, "Pods"),
        value: only(CALM, 1),
        periodSeconds: between(60, 1800, CALM),
      },
    },
  },
});

export const SERVICE = objectOf({
  ...plains("type", "publishNotReadyAddresses"),
  selector: named(),
  clusterIP: only("it answers at an address that may be another's", "None"),
  sessionAffinity: only("a visitor stays with a pod that has no room", "None"),
  ports: { ...plains("name", "port", "targetPort"), protocol: only("walls here know TCP", "TCP") },
});
