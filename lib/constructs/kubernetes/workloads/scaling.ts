import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import type { Workload } from "../workload";
import { metadataOf, ownAddress } from "./naming";
import type { Replicas } from "./replicas";

/** How long the load has to stay low before pods are taken away, in seconds: peaks come in pairs. */
const CALM_SECONDS = 300;

/**
 * Adds pods to a Deployment at a peak and takes them away after it (B-21): doubled within half a minute, and one a minute fewer once
 * it has been calm for five.
 *
 * @param target share of the processor time that pods ask for at which some are added, in percent
 */
export function addScaler(workload: Workload, { min, max }: Replicas, target: number): void {
  const scaler = new HorizontalPodAutoscalerV2(workload, "scaler", {
    metadata: metadataOf(workload),
    spec: {
      minReplicas: min,
      maxReplicas: max,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: workload.node.id },
      metric: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: target } },
        },
      ],
      behavior: {
        scaleUp: [
          {
            stabilizationWindowSeconds: 0,
            selectPolicy: "Max",
            policy: [{ type: "Percent", value: 100, periodSeconds: 30 }],
          },
        ],
        scaleDown: [
          {
            stabilizationWindowSeconds: CALM_SECONDS,
            selectPolicy: "Max",
            policy: [{ type: "Pods", value: 1, periodSeconds: 60 }],
          },
        ],
      },
    },
  });
  ownAddress(workload, scaler);
}
