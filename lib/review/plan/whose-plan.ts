import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import type { Redactor } from "../redaction/redactor";
import { inside, type Json, objectsIn, resourcesIn, textOr } from "./json";

/** By what a plan can be told from that of another stack. Terraform's JSON names neither the stack nor where its state is. */
export interface PlanNames {
  /** Names of virtual machines, by address. */
  readonly machines: ReadonlyMap<string, string>;
  readonly namespaces: ReadonlySet<string>;
  /** Such a name as it may be shown. @default as it is */
  readonly shown?: (name: string) => string;
}

/** Names of what would be there after the apply. */
export function namesIn(plan: Json, redactor: Redactor): PlanNames {
  const machines = new Map<string, string>();
  const namespaces = new Set<string>();
  for (const { address, type, mode, values } of resourcesIn(inside(plan.planned_values, "root_module"))) {
    if (mode === "data") continue;
    const name = textOr(inside(values, "name"));
    if (type === "vsphere_virtual_machine" && name !== undefined) machines.set(String(address), name);
    if (type === "kubernetes_namespace_v1" || type === "kubernetes_namespace") {
      for (const metadata of objectsIn(inside(values, "metadata"))) namespaces.add(String(metadata.name));
    }
  }
  return { machines, namespaces, shown: (name) => redactor.name(name) };
}

/**
 * Why a plan is not of the stack that a model file is of, in words that follow on the plan's name; undefined where nothing speaks against it.
 * A stack with neither servers nor namespaces cannot be told from others.
 */
export function whyNotOf(
  { machines, namespaces, shown = (name) => name }: PlanNames,
  model: ModelFile,
): string | undefined {
  const servers = model.groups.flatMap((group) => group.servers);
  const other = servers.find(({ address, name }) => (machines.get(address) ?? name) !== name);
  if (other !== undefined) {
    return `is a plan of another stack than ${model.stack}: in it ${other.address} is called ${shown(machines.get(other.address) ?? "")}, and ${other.name} in the stack`;
  }
  const missing = servers.find(({ address }) => !machines.has(address));
  if (missing !== undefined) {
    return `is a plan of another stack or commit than ${model.stack}: it has no ${missing.address}, which is ${missing.name}`;
  }
  const space = model.kubernetes?.namespaces.find(({ name }) => !namespaces.has(name));
  return (
    space && `is a plan of another stack or commit than ${model.stack}: it has no namespace ${space.name}`
  );
}

/** @throws InvalidError when a plan is not of the stack that it is said to be of; `where` is for people, such as the file's path */
export function checkPlanIsOf(names: PlanNames, model: ModelFile, where: string): void {
  const problem = whyNotOf(names, model);
  if (problem === undefined) return;
  throw new InvalidError({
    value: where,
    problem,
    remedy: "name the stack it was made in, and make it anew after the last synth",
  });
}

/** The one stack of a house that a plan can be of; undefined where there is none, or the plan cannot tell. */
export function stackOf(names: PlanNames, models: readonly ModelFile[]): ModelFile | undefined {
  const able = models.filter(
    (model) =>
      model.groups.some(({ servers }) => servers.length > 0) ||
      (model.kubernetes?.namespaces.length ?? 0) > 0,
  );
  const fitting = able.filter((model) => whyNotOf(names, model) === undefined);
  return fitting.length === 1 ? fitting[0] : undefined;
}
