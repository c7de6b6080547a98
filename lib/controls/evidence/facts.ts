import type { WorkloadKind, WorkloadRecord } from "../../model/kubernetes-record";
import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { counted } from "../report/text";
import type { Scope } from "./scope";

/** Who a client is and what was agreed, as its own file says it. */
export interface ClientFacts {
  readonly name: string;
  /** For example `3 (sensitive)`. */
  readonly classification: string;
  readonly productOwner: string;
  readonly team: string;
  readonly site: string;
  readonly backupSite: string;
  readonly exposure: string;
  readonly profiles: readonly string[];
  readonly stages: readonly string[];
  readonly networks: readonly string[];
  /** By stage. */
  readonly publicAddresses: readonly (readonly [stage: string, address: string])[];
  readonly maintenance: string;
}

export interface StackFacts {
  readonly name: string;
  /** For example `verne/production`. */
  readonly path: string;
  readonly kind: ModelFile["kind"];
  readonly site: string;
  readonly servers: readonly ServerFacts[];
  /** What it has in the cluster of the site. */
  readonly workloads: readonly WorkloadFacts[];
}

export interface ServerFacts {
  readonly name: string;
  /** The group it is a member of. */
  readonly group: string;
  /** In Terraform state. */
  readonly address: string;
  /** In its networks. */
  readonly addresses: readonly string[];
}

export interface WorkloadFacts {
  readonly path: string;
  /** For example `web-service`. */
  readonly kind: WorkloadKind;
  readonly namespace: string;
  /** Fewest and most, such as `2 to 4`; `not counted` where that is for the cluster to say. */
  readonly pods: string;
  /** Host names under which visitors find it. */
  readonly hostnames: readonly string[];
}

/** The clients of a scope. */
export function clientFacts(scope: Scope): readonly ClientFacts[] {
  return scope.clients.flatMap((name) => {
    const models = scope.models.filter(({ client }) => client?.name === name);
    const [first] = models;
    if (first?.client === undefined) return [];
    const { client, site } = first;
    return {
      name,
      classification: `${client.classification}`,
      productOwner: client.productOwner,
      team: client.team,
      site: site.name,
      backupSite: client.backupSite,
      exposure: client.exposure,
      profiles: client.profiles,
      stages: models.flatMap(({ stage }) => stage?.name ?? []),
      networks: client.networks.map(String),
      publicAddresses: Object.entries(client.publicAddresses).map(
        ([stage, one]) => [stage, `${one}`] as const,
      ),
      maintenance: `${client.maintenance}`,
    };
  });
}

export function stackFacts(model: ModelFile): StackFacts {
  return {
    name: model.stack,
    path: stackPath(model),
    kind: model.kind,
    site: model.site.name,
    servers: model.groups.flatMap(({ path, servers }) =>
      servers.map(({ name, address, interfaces }) => ({
        name,
        group: path,
        address,
        addresses: interfaces.flatMap(({ addresses }) => addresses.map(String)),
      })),
    ),
    workloads: (model.kubernetes?.workloads ?? []).map((workload) => workloadFacts(workload, model)),
  };
}

function workloadFacts(
  { path, kind, namespace, replicas }: WorkloadRecord,
  { kubernetes }: ModelFile,
): WorkloadFacts {
  const names = (kubernetes?.exposures ?? [])
    .filter(({ service, gateway }) => service === path || gateway === path)
    .map(({ hostname }) => hostname);
  const pods = replicas === undefined ? "not counted" : `${replicas.min} to ${replicas.max}`;
  return { path, kind, namespace, pods, hostnames: [...new Set(names)] };
}

/** `2 servers`, and with them `and 3 workloads` where there are any. */
export function shownSize(stacks: readonly Pick<StackFacts, "servers" | "workloads">[]): string {
  const sum = (count: (stack: Pick<StackFacts, "servers" | "workloads">) => number) =>
    stacks.reduce((all, stack) => all + count(stack), 0);
  const workloads = sum((stack) => stack.workloads.length);
  const servers = counted(
    sum((stack) => stack.servers.length),
    "server",
  );
  return workloads === 0 ? servers : `${servers} and ${counted(workloads, "workload")}`;
}
