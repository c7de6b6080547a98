import type { ModelFile } from "../../../../lib/model/model-file";
import type { PlannedStack } from "../../../../lib/review/hazards/planned-stack";
import { TenantFleet } from "../../../controls/support/tenant-fleet";
import type { Body } from "../../../support/app";
import { changeOf, type Done } from "./planned-fleet";

const fleet = new TenantFleet();

/** A tenant in production: a web service that scales, a job of the night, and an index that keeps its data. */
export function tenantModel(edit: (kubernetes: Body) => void = () => {}): ModelFile {
  const model: Body = { ...fleet.tenant.model };
  const workloads = model["kubernetes"].workloads.map((one: Body) => ({
    ...one,
    data: one["path"].endsWith("/index"),
  }));
  model["kubernetes"] = { ...model["kubernetes"], workloads };
  model["groups"] = [];
  edit(model["kubernetes"]);
  return model as ModelFile;
}

export function platformModel(): ModelFile {
  return fleet.platform.model as ModelFile;
}

export const manifest = (name: string) => `kubernetes_manifest.${name}`;

/** What is done to an object; the edits are of the object itself. */
export type ObjectDone = Omit<Done, "edit" | "was"> & {
  readonly edit?: (object: Body) => void;
  readonly was?: (object: Body) => void;
};

/** A plan of the tenant in which some objects change, by their names in the tests' objects. */
export function plannedTenant(
  done: Readonly<Record<string, ObjectDone>>,
  others: Partial<Omit<PlannedStack, "changes">> = {},
  objects: Readonly<Record<string, Body>> = fleet.tenant.objects,
): PlannedStack {
  const changes = Object.entries(done).map(([name, { edit, was, ...what }]) => {
    const object = objects[name];
    if (object === undefined) throw new Error(`there is no object ${name}`);
    return changeOf(
      manifest(name),
      { manifest: object },
      {
        ...what,
        ...(edit ? { edit: (values: Body) => edit(values["manifest"]) } : {}),
        ...(was ? { was: (values: Body) => was(values["manifest"]) } : {}),
      },
    );
  });
  return { model: tenantModel(), before: tenantModel(), changes, ...others };
}

/** A plan of the platform under it. */
export function plannedPlatform(done: Readonly<Record<string, ObjectDone>>): PlannedStack {
  const model = platformModel();
  return plannedTenant(done, { model, before: model }, fleet.platform.objects);
}

/** A plan of one typed resource, of the shape the provider gives it. */
export function plannedTyped(type: string, values: Body, done: Done): PlannedStack {
  return { model: tenantModel(), before: tenantModel(), changes: [changeOf(`${type}.it`, values, done)] };
}
