import type { Tenant } from "../../lib/constructs/kubernetes/tenant";
import { type Demand, Workload } from "../../lib/constructs/kubernetes/workload";
import { pathOf } from "../../lib/constructs/path";
import type { WorkloadPort, WorkloadRecord } from "../../lib/model/kubernetes-record";

/** Pods without anything that runs them: what flows, walls and quotas ask of a workload, and no more. */
export class PlainWorkload extends Workload {
  constructor(
    tenant: Tenant,
    id: string,
    private readonly ports: readonly number[] = [8080],
    readonly demand: Demand = { pods: 1, cpu: 100n, memory: 1000n, ephemeralStorage: 1000n, storage: 0n },
  ) {
    super(tenant, id);
  }

  get record(): WorkloadRecord {
    return {
      path: pathOf(this),
      kind: "web-service",
      namespace: this.namespace,
      labels: this.podLabels,
      pods: this.tenant.pods,
      front: [],
      ports: this.ports.map((port): WorkloadPort => ({ name: `p${port}`, port, target: port })),
      replicas: { min: 2, max: 4 },
      data: false,
    };
  }
}
