import { checkProperties, type Known } from "../../../model/known-properties";
import type { WorkloadRecord } from "../../../model/kubernetes-record";
import { checkDeclared } from "../../findings";
import { pathOf } from "../../path";
import type { Tenant } from "../tenant";
import { type Demand, Workload } from "../workload";
import { addDeployment, podsAtMost } from "./deployment";
import { checkPod, POD_PROPERTIES, type PodProps } from "./pod";
import { checkHealth, type HealthProps } from "./probes";
import { checkReplicas, checkTargetCpu, type ReplicasProps, TARGET_CPU } from "./replicas";
import { demandOf } from "./resources";
import { stopAtOnce } from "./stopping";

export interface WorkerProps extends PodProps {
  /** How a pod tells that it works (B-06, B-20): commands, or paths with `health.port`. Needed unless opted out of. */
  readonly health?: HealthProps;
  /** Fewest and most pods. @default 1 to 2 in development and test, 2 to 4 in acceptance and production */
  readonly replicas?: ReplicasProps;
  /** Share of the processor time asked for at which pods are added, in percent from 20 to 90 (B-21). @default 70 */
  readonly targetCpu?: number;
}

const PROPERTIES: Known<WorkerProps> = {
  ...POD_PROPERTIES,
  health: true,
  replicas: true,
  targetCpu: true,
};

/** Pods that fetch their work themselves, so nobody connects to them (B-06, B-21, B-22). */
export class Worker extends Workload {
  readonly record: WorkloadRecord;
  readonly demand: Demand;

  constructor(tenant: Tenant, id: string, declared: WorkerProps) {
    super(tenant, id);
    const { stage } = tenant.environment;
    const parts = checkDeclared(this, declared, (check) => {
      const props = checkProperties("", declared, PROPERTIES, "a worker", check);
      const pod = checkPod(props, tenant, ["readiness", "liveness", "scaling"], check);
      const { targetCpu } = props;
      return {
        pod,
        replicas: checkReplicas(props.replicas, stage, pod.optOuts, check),
        targetCpu: check.attempt("targetCpu", () => checkTargetCpu(targetCpu, pod.optOuts)) ?? TARGET_CPU,
        ...checkHealth(props.health, undefined, pod.optOuts, check),
        ...stopAtOnce(pod.grace),
      };
    });
    addDeployment(this, parts);
    this.demand = demandOf(parts.pod.resources, podsAtMost(parts.replicas));
    this.record = {
      path: pathOf(this),
      kind: "worker",
      namespace: this.namespace,
      labels: this.podLabels,
      pods: tenant.pods,
      front: [],
      ports: [],
      replicas: parts.replicas,
      data: false,
    };
  }
}
