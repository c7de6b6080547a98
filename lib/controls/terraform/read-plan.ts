import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import { isObject } from "./fields";
import { withReferences } from "./plan-values";
import { Resource } from "./resource";
import { StackOutput } from "./stack-output";

/** The one major version of the plan format whose meaning is known. */
const FORMAT_MAJOR = "1";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads what `terraform show -json PLAN` tells of a stack: each resource as it would be after the apply, and data sources
 * as they were read. A value that only the apply will know becomes what it refers to, where the configuration says so.
 *
 * @param model what the stack means, from the same synth
 * @param where for people, such as the file's path
 * @throws InvalidError for what is no whole plan of a format that is known
 */
export function readPlan(text: string, model: ModelFile, where: string): StackOutput {
  const plan = parsed(text, where);
  const configured = new Map(configurationOf(plan).map((resource) => [String(resource.address), resource]));
  const changes = new Map(
    listOf(plan.resource_changes).map(({ address, change }) => [
      String(address),
      isObject(change) ? change : {},
    ]),
  );
  const resources = resourcesOf(plan).map(({ address, type, mode, values }) => {
    const name = String(address);
    const configuration = configured.get(withoutIndex(name));
    const change = changes.get(name);
    return new Resource(
      name,
      String(type),
      mode === "data",
      {
        ...withReferences(isObject(values) ? values : {}, change?.after_unknown, configuration?.expressions),
        // Commands are no part of a resource's values, and run all the same.
        ...(listOf(configuration?.provisioners).length > 0
          ? { provisioner: configuration?.provisioners }
          : {}),
      },
      textsIn(configuration?.depends_on),
      undefined,
      // Without a change nothing is known of it, so it is judged as if it were made.
      change === undefined ? undefined : textsIn(change.actions),
    );
  });
  return new StackOutput({ kind: "plan", model, resources, others: modulesOf(plan), whole: plan });
}

function parsed(text: string, where: string): Json {
  const refuse = (
    problem: string,
    remedy = "make it anew: terraform plan -out=PLAN, then terraform show -json PLAN",
  ) => new InvalidError({ value: where, problem, remedy });
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch {
    throw refuse("is not JSON, so it is no plan that terraform show -json wrote");
  }
  if (!isObject(plan)) throw refuse("is JSON, but no plan");
  if (!("planned_values" in plan)) {
    throw refuse("values" in plan || "lineage" in plan ? "is a state, not a plan" : "is JSON, but no plan");
  }
  const version = String(plan.format_version);
  if (version.split(".")[0] !== FORMAT_MAJOR) {
    throw refuse(
      `is a plan of format ${version}, which nobody here knows`,
      "use a Terraform this version of Straat knows",
    );
  }
  if (plan.errored === true)
    throw refuse("is the plan of a run that ended in an error, so things are missing in it");
  if (plan.complete === false || listOf(plan.deferred_changes).length > 0) {
    throw refuse(
      "is a partial plan: some of it is put off to a later run",
      "plan without -target and without deferral",
    );
  }
  return plan;
}

/** What would be there after the apply, and the data sources Terraform has read already. */
function resourcesOf({ planned_values: planned, prior_state: prior }: Json): readonly Json[] {
  const after = moduleResources(isObject(planned) ? planned.root_module : undefined);
  const values = isObject(prior) ? prior.values : undefined;
  const before = moduleResources(isObject(values) ? values.root_module : undefined);
  const known = new Set(after.map(({ address }) => address));
  return [...after, ...before.filter(({ mode, address }) => mode === "data" && !known.has(address))];
}

function moduleResources(module: unknown): readonly Json[] {
  if (!isObject(module)) return [];
  return [...listOf(module.resources), ...listOf(module.child_modules).flatMap(moduleResources)];
}

function configurationOf({ configuration }: Json): readonly Json[] {
  const root = isObject(configuration) ? configuration.root_module : undefined;
  return isObject(root) ? listOf(root.resources) : [];
}

/** Modules the stack calls, under the name they have in a synth; the configuration in them is not looked into. */
function modulesOf({ configuration }: Json): Json {
  const root = isObject(configuration) ? configuration.root_module : undefined;
  const calls = isObject(root) ? root.module_calls : undefined;
  return isObject(calls) && Object.keys(calls).length > 0 ? { module: calls } : {};
}

/** `thing.name[0]` and `thing.name["key"]` are made of the configuration of `thing.name`. */
function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
