import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import type { PlannedStack } from "../../../lib/review/hazards/planned-stack";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Action } from "../../../lib/review/stack-review";
import { EditableFleet } from "../../controls/support/editable-fleet";
import { planOf } from "../../controls/support/planned";
import type { Body } from "../../support/app";
import { blocked, changeOf, examples, modelOf, planned, told, vm } from "./support/planned-fleet";
import { plannedTenant } from "./support/planned-tenant";

const STACK = "verne/production";

describe("hazards are found", () => {
  /** What Terraform would write, of servers with another amount of memory. */
  const planFile = (memory: Readonly<Record<string, number>>): string => {
    const { json } = examples().stack(STACK);
    const plan = JSON.parse(planOf(json, () => ["no-op"]));
    for (const { address, change } of plan.resource_changes as Body[]) {
      change.before = structuredClone(change.after);
      change.after_unknown = {};
      const factor = memory[address];
      if (factor === undefined) continue;
      change.actions = ["update"];
      change.after.memory *= factor;
    }
    return JSON.stringify(plan);
  };
  const ofPlan = (memory: Readonly<Record<string, number>>) => {
    const { resources, drift, checks, partial } = readPlanChanges(planFile(memory), "plan.json");
    const model = modelOf(STACK);
    return hazardsOf([{ model, changes: resources, drift, checks, partial }]);
  };

  test("in what terraform show writes", () => {
    expect(ofPlan({})).toEqual([]);
    expect(ofPlan({ [vm("web_1")]: 2, [vm("web_2")]: 2 })).toEqual([]);
    expect(told(ofPlan({ [vm("web_1")]: 0.5 }))).toEqual([`team-tech restart: ${vm("web_1")}`]);
    expect(blocked(ofPlan({ [vm("web_1")]: 0.5, [vm("web_2")]: 0.5 }))).toEqual([
      `block redundancy: ${vm("web_1")} ${vm("web_2")}`,
    ]);
  });

  test("in the difference of two synths, whose resources tell the values", () => {
    const fleet = EditableFleet.examples();
    const [before] = fleet.outputs(["verne-production"]);
    for (const name of ["web_1", "web_2"]) {
      fleet.machine("verne-production", name).body["memory"] /= 2;
    }
    const [after] = fleet.outputs(["verne-production"]);
    const model = after?.model as PlannedStack["model"];
    const update = (name: string) => ({ change: changeOf(vm(name), {}, { action: "update" }).change });
    const of = (...names: readonly string[]) =>
      blocked(hazardsOf([{ model, before: model, outputs: { before, after }, changes: names.map(update) }]));
    expect(of("web_1")).toEqual([]);
    expect(of("web_1", "web_2")).toEqual([`block redundancy: ${vm("web_1")} ${vm("web_2")}`]);
    expect(of("database_1", "database_2")).toEqual([]);
  });
});

test("no hazard says a value of a plan, whatever is done to what", () => {
  const SECRET = "tr0ub4dor-and-3";
  const ACTIONS: readonly Action[] = [
    "create",
    "update",
    "replace",
    "replace-after",
    "delete",
    "forget",
    "unknown",
  ];
  const plant = (value: unknown): unknown => {
    if (typeof value === "string") return SECRET;
    if (Array.isArray(value)) return value.map(plant);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plant(item)]));
  };
  const refill = (values: Body) => Object.assign(values, plant(values));
  const plans: readonly ((action: Action) => PlannedStack)[] = [
    (action) =>
      planned(STACK, {
        [vm("web_1")]: { action, edit: refill },
        [vm("database_1")]: { action, was: refill },
      }),
    (action) =>
      planned("verne/street", {
        "vsphere_distributed_port_group.network_production": { action, edit: refill },
      }),
    (action) =>
      plannedTenant({ index: { action, edit: refill }, deny: { action, was: refill }, gateway: { action } }),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...plans), fc.constantFrom(...ACTIONS), (plan, action) => {
      expect(JSON.stringify(hazardsOf([plan(action)]))).not.toContain(SECRET);
    }),
    { numRuns: 60 },
  );
});
