import type { Tenant } from "../../lib/constructs/kubernetes/tenant";
import type { WorkloadRecord } from "../../lib/model/kubernetes-record";
import { PlainWorkload } from "./plain-workload";

/** A plain workload that says of itself what it is told to. */
export class WorkloadOfKind extends PlainWorkload {
  constructor(
    tenant: Tenant,
    id: string,
    private readonly facts: Partial<WorkloadRecord>,
  ) {
    super(tenant, id);
  }

  override get record(): WorkloadRecord {
    return { ...super.record, ...this.facts };
  }
}
