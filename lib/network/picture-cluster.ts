import type { ExposureRecord, WorkloadKind, WorkloadRecord } from "../model/kubernetes-record";
import { arrow, cluster, type Look, node, stack, text } from "./dot";
import { LOOK, large, signLook, small } from "./picture-look";
import { hostLines, lastOf } from "./picture-text";
import { type Scene, topsOf } from "./scene";

/** What each kind of workload is called in a picture. */
const KIND: Readonly<Record<WorkloadKind, string>> = {
  "web-service": "web service",
  worker: "worker",
  "scheduled-job": "scheduled job",
  "stateful-service": "stateful service",
  gateway: "gateway",
  platform: "of the platform",
};

/**
 * An environment's part of the cluster of its site: its namespace, its gateways and its workloads. Nothing where it has
 * nothing there.
 *
 * @param flows between its workloads, as arrows
 */
export function clusterLines(scene: Scene, flows: readonly string[]): readonly string[] {
  const { model, stage, workloads } = scene;
  if (!isOnCluster(scene)) return [];
  const nodes = workloads.map(({ node: one }) => one);
  return cluster(`${stage} cluster`, LOOK.cluster, [
    node(signOf(scene), signLook(`cluster ${model.site.name}`, factsOf(scene))),
    ...workloads.map((one) => node(one.node, workloadLook(one.workload, model.kubernetes?.exposures ?? []))),
    ...flows,
    ...topsOf(nodes, scene).map((top) => arrow(signOf(scene), top, LOOK.before)),
  ]);
}

/** What the sign of the environment stands before, where there is a cluster. */
export function clusterTopsOf(scene: Scene): readonly string[] {
  return isOnCluster(scene) ? [signOf(scene)] : [];
}

/** Also a namespace with nothing in it yet is something there. */
export function isOnCluster({ model, workloads }: Scene): boolean {
  return workloads.length > 0 || (model.kubernetes?.namespaces ?? []).length > 0;
}

function signOf({ stage }: Scene): string {
  return `${stage} cluster sign`;
}

/** The pods of a gateway stand among those of other clients' gateways, so their network says nothing here. */
function factsOf({ model, workloads }: Scene): readonly string[] {
  const pods = workloads
    .filter(({ workload }) => workload.kind !== "gateway")
    .flatMap(({ workload }) => workload.pods);
  return [
    ...(model.kubernetes?.namespaces ?? []).map(({ name }) => `namespace ${name}`),
    ...new Set(pods.map((network) => `pods ${network}`)),
  ];
}

function workloadLook(workload: WorkloadRecord, exposures: readonly ExposureRecord[]): Look {
  const { path, kind, front, data, namespace } = workload;
  const hostnames = exposures.filter(({ gateway }) => gateway === path).map(({ hostname }) => hostname);
  const label = stack([
    large(lastOf(path)),
    text(`${kindOf(workload)}${data ? ", data" : ""}`),
    ...front.map((address) => small(`${address}`)),
    ...[...new Set(hostnames)].flatMap(hostLines),
  ]);
  return { ...lookOf(kind, data), label, tooltip: `${path}: ${KIND[kind]} in namespace ${namespace}` };
}

function lookOf(kind: WorkloadKind, data: boolean): Look {
  if (kind === "gateway") return LOOK.gateway;
  return data ? LOOK.dataWorkload : LOOK.workload;
}

function kindOf({ kind, replicas }: WorkloadRecord): string {
  if (replicas === undefined) return KIND[kind];
  const { min, max } = replicas;
  const pods = min === max ? `${min} pod${min === 1 ? "" : "s"}` : `${min}–${max} pods`;
  return `${KIND[kind]}, ${pods}`;
}
