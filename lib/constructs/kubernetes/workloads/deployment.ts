import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { Workload } from "../workload";
import type { ContainerParts } from "./container";
import { addDisruptionBudget } from "./disruption";
import { metadataOf, ownAddress } from "./naming";
import type { Pod } from "./pod";
import { podTemplate } from "./pod-template";
import type { Replicas } from "./replicas";
import { progressDeadline, rolloutTimeouts } from "./rollout";
import { addScaler } from "./scaling";
import { addSecrets } from "./secret-files";
import { addServiceAccount } from "./service-account";

/** A Deployment as a workload wants it. */
interface DeploymentParts extends ContainerParts {
  readonly pod: Pod;
  readonly replicas: Replicas;
  /** Share of the processor time asked for at which pods are added, in percent. */
  readonly targetCpu: number;
  readonly terminationGracePeriodSeconds: number;
  /** How long a pod may take to start. */
  readonly startupSeconds: number;
}

/** How long a new pod has to stay ready before an old one goes, in seconds. */
const SETTLED_SECONDS = 10;
/** Releases one can go back to with kubectl, when there is no time for the street. */
const HISTORY = 5;

/** Pods that stand in for each other, changed one at a time with none missing, scaled and spread (B-06, B-21, B-22). */
export function addDeployment(workload: Workload, parts: DeploymentParts): void {
  const { pod, replicas, targetCpu, startupSeconds, terminationGracePeriodSeconds } = parts;
  const deadline = progressDeadline(startupSeconds, terminationGracePeriodSeconds);
  const fixed = pod.optOuts.has("scaling");
  const deployment = new DeploymentV1(workload, "deployment", {
    metadata: metadataOf(workload, workload.node.id, pod.optOuts.annotations),
    waitForRollout: true,
    timeouts: rolloutTimeouts(replicas.max, deadline + SETTLED_SECONDS),
    spec: {
      // With a scaler the number is the scaler's: written here too, every apply would end a peak.
      ...(fixed ? { replicas: String(replicas.min) } : {}),
      selector: { matchLabels: { ...workload.podLabels } },
      minReadySeconds: SETTLED_SECONDS,
      progressDeadlineSeconds: deadline,
      revisionHistoryLimit: HISTORY,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "0", maxSurge: "1" } },
      template: podTemplate(workload, pod, { ...parts, restartPolicy: "Always", spread: { quorum: false } }),
    },
    dependsOn: [...workload.walls, addServiceAccount(workload), ...addSecrets(workload, pod.secrets)],
  });
  ownAddress(workload, deployment);
  if (!fixed) addScaler(workload, replicas, targetCpu);
  addDisruptionBudget(workload);
}

/** Pods at the ceiling, and the one more of an update. */
export function podsAtMost({ max }: Replicas): number {
  return max + 1;
}
