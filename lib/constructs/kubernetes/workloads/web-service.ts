import { checkProperties, type Known } from "../../../model/known-properties";
import type { WorkloadPort, WorkloadRecord } from "../../../model/kubernetes-record";
import type { Peer } from "../../../model/peer";
import type { Connectable } from "../../connections";
import { checkDeclared } from "../../findings";
import { pathOf } from "../../path";
import { type ExposeProps, exposeService } from "../exposure/expose";
import type { Tenant } from "../tenant";
import { type Demand, Workload } from "../workload";
import { addDeployment, podsAtMost } from "./deployment";
import { checkPod, POD_PROPERTIES, type PodProps } from "./pod";
import { checkHealth, checkPort, type HealthProps } from "./probes";
import { checkReplicas, checkTargetCpu, type ReplicasProps, TARGET_CPU } from "./replicas";
import { demandOf } from "./resources";
import { addService, checkServiceNames } from "./service";
import { type DrainProps, stopAfterDrain } from "./stopping";

export interface WebServiceProps extends PodProps {
  /** How a pod tells that it works (B-06, B-20). */
  readonly health: HealthProps;
  /** Where it listens for HTTP, from 1024. @default 8080 */
  readonly port?: number;
  /** Fewest and most pods. @default 1 to 2 in development and test, 2 to 4 in acceptance and production */
  readonly replicas?: ReplicasProps;
  /** Share of the processor time asked for at which pods are added, in percent from 20 to 90 (B-21). @default 70 */
  readonly targetCpu?: number;
  /** How a pod that is to go waits until nobody sends it anything. @default `sleep` for 10 seconds */
  readonly drain?: DrainProps;
}

const PROPERTIES: Known<WebServiceProps> = {
  ...POD_PROPERTIES,
  health: true,
  port: true,
  replicas: true,
  targetCpu: true,
  drain: true,
};

const DEFAULT_PORT = 8080;

/**
 * Pods that answer over HTTP, behind one name in the cluster: `http://web:8080` (B-06, B-21, B-22). Nobody outside the tenant reaches
 * them before {@link expose}, and nobody inside without a flow.
 */
export class WebService extends Workload {
  readonly record: WorkloadRecord;
  readonly demand: Demand;

  constructor(tenant: Tenant, id: string, declared: WebServiceProps) {
    super(tenant, id);
    const { stage } = tenant.environment;
    const parts = checkDeclared(this, declared, (check) => {
      const props = checkProperties("", declared, PROPERTIES, "a web service", check);
      const pod = checkPod(props, tenant, ["readiness", "liveness", "drain", "scaling"], check);
      const port = check.attempt("port", () => checkPort(props.port ?? DEFAULT_PORT)) ?? DEFAULT_PORT;
      const { targetCpu } = props;
      check.attempt("", () => checkServiceNames(this, [this.node.id]));
      return {
        pod,
        port: { name: "http", port, target: port } satisfies WorkloadPort,
        replicas: checkReplicas(props.replicas, stage, pod.optOuts, check),
        targetCpu: check.attempt("targetCpu", () => checkTargetCpu(targetCpu, pod.optOuts)) ?? TARGET_CPU,
        ...checkHealth(props.health, port, pod.optOuts, check),
        ...stopAfterDrain(props.drain, pod.grace, port, pod.optOuts, check),
      };
    });
    addDeployment(this, { ...parts, ports: [parts.port] });
    addService(this, parts.port);
    this.demand = demandOf(parts.pod.resources, podsAtMost(parts.replicas));
    this.record = {
      path: pathOf(this),
      kind: "web-service",
      namespace: this.namespace,
      labels: this.podLabels,
      pods: tenant.pods,
      front: [],
      ports: [parts.port],
      replicas: parts.replicas,
      data: false,
    };
  }

  /** Lets an audience in from outside, under a host name and over TLS (H-06, V-10). */
  expose(audience: Peer | Connectable, props: ExposeProps): void {
    exposeService(this, audience, props);
  }
}
