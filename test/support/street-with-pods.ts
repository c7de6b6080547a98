import { type Environment, Peer, Port, RedundantVms, type StreetProps, VmSize } from "../../lib";
import { exposeService } from "../../lib/constructs/kubernetes/exposure/expose";
import type { Tenant } from "../../lib/constructs/kubernetes/tenant";
import type { AppView } from "./app";
import { tenantOf } from "./cluster-site";
import { WorkloadOfKind } from "./workload-of-kind";

/** A street with a workload of every kind in each stage, and every kind of flow that pods can have. */
export function streetWithPods(changes: Partial<StreetProps> = {}): AppView {
  return tenantOf((tenant, environment) => addPods(tenant, environment), changes);
}

/** A workload of every kind, and every kind of flow that pods can have. */
export function addPods(
  tenant: Tenant,
  environment: Environment,
  visitors = Peer.networks("192.0.2.128/28"),
): void {
  const pods = (id: string, facts: ConstructorParameters<typeof WorkloadOfKind>[2]) =>
    new WorkloadOfKind(tenant, id, facts);
  const front = pods("front", { kind: "web-service", replicas: { min: 2, max: 6 } });
  const index = pods("index", { kind: "stateful-service", replicas: { min: 3, max: 3 }, data: true });
  const worker = pods("worker", { kind: "worker", replicas: { min: 2, max: 4 }, ports: [] });
  const cleanup = pods("cleanup", { kind: "scheduled-job", replicas: { min: 1, max: 1 }, ports: [] });
  const records = new RedundantVms(environment, "records", { size: VmSize.SMALL, data: true });

  const hostname = `${environment.stage.name}.pods.example.nl`;
  exposeService(front, visitors, { hostname, why: "care providers" });
  exposeService(front, records, { hostname, why: "tells of a switch" });
  exposeService(front, Peer.vpn(), { hostname: `beheer.${hostname}`, why: "administration" });
  front.connections.allowFrom(worker, Port.tcp(8080), { why: "letters that are ready" });
  index.connections.allowFrom(front, Port.tcp(8080), { why: "finding records" });
  index.connections.allowInternally(Port.tcp(9300), { why: "votes and shards" });
  worker.connections.allowTo(Peer.service("logs"), Port.LOGSTASH, { why: "audit trail" });
  records.connections.allowFrom(front, Port.POSTGRES, { why: "patient records" });
  records.connections.allowFrom(cleanup, Port.POSTGRES, { why: "records past their term" });
  records.connections.allowInternally(Port.POSTGRES, { why: "replication" });
}
