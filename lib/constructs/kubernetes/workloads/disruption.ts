import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import type { Workload } from "../workload";
import { metadataOf } from "./naming";

/**
 * One pod at a time is taken away on purpose, such as for a restart of its node (B-06, H-18). It never holds that up: one pod may
 * always go, and one that is broken stands in nobody's way. The provider's typed resource cannot say the latter.
 */
export function addDisruptionBudget(workload: Workload): void {
  new Manifest(workload, "disruption", {
    manifest: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(workload),
      spec: {
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: "AlwaysAllow",
        selector: { matchLabels: workload.podLabels },
      },
    },
  });
}
