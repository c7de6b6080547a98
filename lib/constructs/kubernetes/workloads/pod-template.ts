import { canonicalQuantity } from "../../../model/quantity";
import type { Workload } from "../workload";
import { type ContainerParts, containerOf } from "./container";
import type { Pod } from "./pod";
import { volumeName } from "./scratch";
import { secretAnnotations, secretsVolume } from "./secret-files";
import { podSecurity } from "./security-context";
import { spreadOf } from "./spread";

/** What a kind of workload adds to its pods. */
interface PodParts extends ContainerParts {
  readonly terminationGracePeriodSeconds: number;
  readonly restartPolicy: "Always" | "Never";
  /** How they are spread; undefined for pods that stand in for nobody. */
  readonly spread: { readonly quorum: boolean } | undefined;
}

/** Pods of a workload, in the provider's words: the same for Deployments, StatefulSets and Jobs. */
export function podTemplate(workload: Workload, pod: Pod, parts: PodParts) {
  const { restartPolicy, spread, terminationGracePeriodSeconds } = parts;
  const annotations = secretAnnotations(pod.secrets);
  const scratch = pod.scratch.map(({ path, size }) => ({
    name: volumeName(path),
    emptyDir: { sizeLimit: canonicalQuantity(size) },
  }));
  return {
    metadata: {
      labels: { ...workload.tenant.labelsOf(workload.node.id), ...workload.podLabels },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
    },
    spec: {
      serviceAccountName: workload.node.id,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy,
      terminationGracePeriodSeconds,
      securityContext: podSecurity(pod.user),
      container: [containerOf(workload.node.id, pod, parts)],
      volume: [...(pod.secrets.size === 0 ? [] : [secretsVolume(workload, pod.secrets)]), ...scratch],
      ...(spread === undefined ? {} : spreadOf(workload.podLabels, spread)),
    },
  };
}
