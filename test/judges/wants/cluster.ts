import type { Body } from "../../support/app";

/** A pod as a workload makes it. */
export interface Pod {
  readonly owner: Body;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: Body;
  readonly containers: readonly Body[];
}

/** What is in one cluster, as its API would be sent it. */
export class Cluster {
  constructor(readonly objects: readonly Body[]) {}

  /** Objects of some kinds, in their order. */
  of(...kinds: readonly string[]): readonly Body[] {
    return this.objects.filter(({ kind }) => kinds.includes(kind));
  }

  /** Pods of workloads of some kinds; of all unless told. */
  pods(...kinds: readonly string[]): readonly Pod[] {
    const owners = kinds.length === 0 ? this.objects : this.of(...kinds);
    return owners.flatMap((owner) => {
      const template = templateOf(owner);
      if (template?.spec?.containers === undefined) return [];
      const { metadata, spec } = template;
      const containers = [...spec.containers, ...(spec.initContainers ?? [])];
      return [{ owner, labels: metadata?.labels ?? {}, spec, containers }];
    });
  }

  /** Objects of a kind, in the namespace of another object. */
  beside({ metadata }: Body, kind: string): readonly Body[] {
    return this.of(kind).filter((object) => object.metadata.namespace === metadata.namespace);
  }
}

const WORKLOADS = ["Deployment", "StatefulSet", "DaemonSet", "Job"];

function templateOf({ kind, spec, metadata }: Body): Body | undefined {
  if (kind === "Pod") return { metadata, spec };
  if (kind === "CronJob") return spec.jobTemplate.spec.template;
  return WORKLOADS.includes(kind) ? spec.template : undefined;
}

/** Whether a selector takes something with these labels; an empty one takes everything. */
export function selects(selector: Body | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined) return false;
  const entries = Object.entries<string>(selector.matchLabels ?? {});
  const expressions: readonly Body[] = selector.matchExpressions ?? [];
  return (
    entries.every(([key, value]) => labels[key] === value) &&
    expressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      const isListed = value !== undefined && values.includes(value);
      return operator === "In" ? isListed : !isListed;
    })
  );
}
