import type { Body } from "../../support/app";
import { type Cluster, selects } from "./cluster";
import { objects, pods, REPLICATED, type Want } from "./want";

const HOST = "kubernetes.io/hostname";

/** What keeps a workload running when a node goes. */
export const AVAILABILITY_WANTS: readonly Want[] = [
  {
    id: "replicas",
    what: "a Deployment has two replicas or more; Polaris wants that written, kube-score wants it left out beside a scaler",
    asked: { "kube-score": "deployment-replicas", Polaris: "deploymentMissingReplicas" },
    lack: objects(["Deployment"], ({ spec }) => spec.replicas >= 2),
    spoil: ({ the }) => {
      the("Deployment").spec.replicas = 1;
    },
  },
  {
    id: "no-replicas-beside-a-scaler",
    what: "a Deployment with a scaler leaves the number of replicas to it",
    asked: { "kube-score": "deployment-targeted-by-hpa-does-not-have-replicas-configured" },
    lack: objects(
      ["Deployment"],
      (object, cluster) => !scalerOf(object, cluster) || object.spec.replicas === undefined,
    ),
    spoil: ({ the }) => {
      the("HorizontalPodAutoscaler").spec.scaleTargetRef = { kind: "Deployment", name: "fixed" };
    },
  },
  {
    id: "scaler-floor",
    what: "a scaler never goes below two",
    asked: { "kube-score": "horizontalpodautoscaler-replicas", Polaris: "hpaMinAvailability" },
    lack: objects(["HorizontalPodAutoscaler"], ({ spec }) => (spec.minReplicas ?? 1) >= 2),
    spoil: ({ the }) => {
      the("HorizontalPodAutoscaler").spec.minReplicas = 1;
    },
  },
  {
    id: "scaler-room",
    what: "a scaler can go up",
    asked: { Polaris: "hpaMaxAvailability" },
    lack: objects(["HorizontalPodAutoscaler"], ({ spec }) => spec.maxReplicas > (spec.minReplicas ?? 1)),
    spoil: ({ the }) => {
      the("HorizontalPodAutoscaler").spec.maxReplicas = 2;
    },
  },
  {
    id: "scaler-target",
    what: "a scaler scales something that is there",
    asked: {
      "kube-score": "horizontalpodautoscaler-has-target",
      "kube-linter": "(dangling-horizontalpodautoscaler)",
    },
    lack: objects(["HorizontalPodAutoscaler"], (object, cluster) => {
      const { kind, name } = object.spec.scaleTargetRef;
      return cluster.beside(object, kind).some(({ metadata }) => metadata.name === name);
    }),
    spoil: ({ the }) => {
      the("HorizontalPodAutoscaler").spec.scaleTargetRef.name = "ghost";
    },
  },
  {
    id: "disruption-budget",
    what: "replicas have a disruption budget",
    asked: {
      "kube-score": "deployment-has-poddisruptionbudget, statefulset-has-poddisruptionbudget",
      Polaris: "missingPodDisruptionBudget",
    },
    lack: pods(
      ({ owner, labels }, cluster) =>
        cluster.beside(owner, "PodDisruptionBudget").some(({ spec }) => selects(spec.selector, labels)),
      ...REPLICATED,
    ),
    spoil: ({ the }) => {
      the("PodDisruptionBudget").spec.selector.matchLabels = { "app.kubernetes.io/name": "ghost" };
    },
  },
  {
    id: "budget-lets-drain",
    what: "a budget says how many may be gone, and lets a node be drained",
    asked: {
      "kube-score": "poddisruptionbudget-has-policy",
      "kube-linter": "pdb-max-unavailable, pdb-min-available",
      Polaris: "pdbDisruptionsIsZero, pdbMinAvailableGreaterThanOrEqualToHPAMinReplicas",
    },
    lack: objects(["PodDisruptionBudget"], ({ spec }) => {
      const isNone = (value: unknown) => value === 0 || value === "0" || value === "0%";
      return spec.maxUnavailable !== undefined && !isNone(spec.maxUnavailable);
    }),
    spoil: ({ the }) => {
      the("PodDisruptionBudget").spec.maxUnavailable = 0;
    },
  },
  {
    id: "budget-lets-the-sick-go",
    what: "a pod that does not work holds up no drain",
    asked: { "kube-linter": "pdb-unhealthy-pod-eviction-policy" },
    lack: objects(["PodDisruptionBudget"], ({ spec }) => spec.unhealthyPodEvictionPolicy === "AlwaysAllow"),
    spoil: ({ the }) => {
      delete the("PodDisruptionBudget").spec.unhealthyPodEvictionPolicy;
    },
  },
  {
    id: "host-anti-affinity",
    what: "replicas keep away from each other's node, written as podAntiAffinity",
    asked: {
      "kube-score": "deployment-has-host-podantiaffinity, statefulset-has-host-podantiaffinity",
      "kube-linter": "no-anti-affinity",
    },
    lack: pods(
      ({ spec, labels }) => {
        const terms = [
          ...(spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
          ...(spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
            ({ podAffinityTerm }: { podAffinityTerm: Body }) => podAffinityTerm,
          ),
        ];
        return terms.some(
          ({ topologyKey, labelSelector }) => topologyKey === HOST && selects(labelSelector, labels),
        );
      },
      ...REPLICATED,
    ),
    spoil: ({ pod }) => {
      delete pod.affinity;
    },
  },
  {
    id: "spread",
    what: "replicas are spread over zones or nodes, written as topologySpreadConstraints",
    asked: { "kube-score": "pod-topology-spread-constraints", Polaris: "topologySpreadConstraint" },
    lack: pods(
      ({ spec, labels }) =>
        (spec.topologySpreadConstraints ?? []).some(({ labelSelector }: Body) =>
          selects(labelSelector, labels),
        ),
      ...REPLICATED,
    ),
    spoil: ({ pod }) => {
      delete pod.topologySpreadConstraints;
    },
  },
  {
    id: "rolling-update",
    what: "an update replaces pods one after the other",
    asked: { "kube-score": "deployment-strategy", "kube-linter": "(no-rolling-update-strategy)" },
    lack: objects(["Deployment"], ({ spec }) => spec.strategy?.type === "RollingUpdate"),
    spoil: ({ the }) => {
      the("Deployment").spec.strategy.type = "Recreate";
    },
  },
  {
    id: "priority-class",
    what: "a pod has a priority class",
    asked: { Polaris: "priorityClassNotSet" },
    lack: pods(({ spec }) => spec.priorityClassName !== undefined),
    spoil: ({ pod }) => {
      delete pod.priorityClassName;
    },
  },
  {
    id: "job-deadline",
    what: "a CronJob says how late it may start, and does not start a failed pod anew",
    asked: { "kube-score": "cronjob-has-deadline, cronjob-restartpolicy" },
    lack: objects(["CronJob"], ({ spec }) => {
      const { restartPolicy } = spec.jobTemplate.spec.template.spec;
      return spec.startingDeadlineSeconds > 0 && ["Never", "OnFailure"].includes(restartPolicy);
    }),
    spoil: ({ the }) => {
      delete the("CronJob").spec.startingDeadlineSeconds;
    },
  },
  {
    id: "job-goes-away",
    what: "a job of its own is taken away a while after it has ended; for those of a CronJob its history limits say when",
    asked: { "kube-linter": "job-ttl-seconds-after-finished" },
    lack: objects(["CronJob", "Job"], ({ kind, spec }) => {
      const { ttlSecondsAfterFinished } = kind === "Job" ? spec : spec.jobTemplate.spec;
      return (kind === "Job") === (ttlSecondsAfterFinished !== undefined);
    }),
    spoil: ({ the }) => {
      the("CronJob").spec.jobTemplate.spec.ttlSecondsAfterFinished = 3600;
    },
  },
];

function scalerOf(object: Body, cluster: Cluster): Body | undefined {
  return cluster
    .beside(object, "HorizontalPodAutoscaler")
    .find(({ spec: { scaleTargetRef: to } }) => to.kind === object.kind && to.name === object.metadata.name);
}
