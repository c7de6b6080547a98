import { isObject } from "../../controls/terraform/fields";
import { inside, type Json, objectsIn, resourcesIn } from "./json";
import { kubernetesMarks } from "./marked-values";

/** Names as attributes have them; a key of a sensitive map that is written in another way may be a secret itself. */
const PLAIN_KEY = /^[A-Za-z][A-Za-z_]*$/;

/** Fewest digits of a number that is looked for everywhere. */
const DIGITS_MIN = 6;

/**
 * Every value of a plan that is marked sensitive anywhere: in a change, before or after, in what is there, in what was read, in a
 * variable, an output or the settings of an action; and what Kubernetes calls a Secret, though a manifest is not marked.
 */
export function sensitiveValuesIn(plan: Json): ReadonlySet<string> {
  const values = new Set<string>();
  const deferred = objectsIn(plan.deferred_changes).map(({ resource_change: change }) => change);
  for (const list of [plan.resource_changes, plan.resource_drift, deferred]) {
    for (const { type, change } of objectsIn(list)) addChange(values, String(type), change);
  }
  for (const change of Object.values(isObject(plan.output_changes) ? plan.output_changes : {})) {
    addChange(values, "", change);
  }
  for (const state of [inside(plan, "prior_state", "values"), plan.planned_values]) addState(values, state);
  const invocations = [plan.action_invocations, plan.deferred_action_invocations].flatMap(objectsIn);
  for (const item of invocations) {
    const { config_values: own, config_sensitive: marks } = isObject(item.action_invocation)
      ? item.action_invocation
      : item;
    add(values, own, marks);
  }
  addVariables(values, plan);
  return values;
}

function addChange(values: Set<string>, type: string, change: unknown): void {
  if (!isObject(change)) return;
  add(values, change.before, change.before_sensitive);
  // On a delete `after_sensitive` is false; a mark on one side covers the other, where the same may stand unmarked.
  add(values, change.after, change.after_sensitive);
  add(values, change.before, change.after_sensitive);
  add(values, change.after, change.before_sensitive);
  if (type.startsWith("kubernetes_")) {
    add(values, change.before, kubernetesMarks(type, change.before));
    add(values, change.after, kubernetesMarks(type, change.after));
  }
}

function addState(values: Set<string>, state: unknown): void {
  for (const { type, values: own, sensitive_values: marks } of resourcesIn(inside(state, "root_module"))) {
    add(values, own, marks);
    if (String(type).startsWith("kubernetes_")) add(values, own, kubernetesMarks(String(type), own));
  }
  const outputs = inside(state, "outputs");
  for (const output of Object.values(isObject(outputs) ? outputs : {})) {
    if (isObject(output)) add(values, output.value, output.sensitive);
  }
}

/** Values and defaults of variables that are declared sensitive, of the stack and of modules it calls. */
function addVariables(values: Set<string>, plan: Json): void {
  const root = inside(plan, "configuration", "root_module");
  for (const [name, variable] of sensitiveOf(inside(root, "variables"))) {
    add(values, variable.default, true);
    add(values, inside(plan.variables, name, "value"), true);
  }
  addCalls(values, root);
}

function addCalls(values: Set<string>, module: unknown): void {
  const calls = inside(module, "module_calls");
  for (const call of Object.values(isObject(calls) ? calls : {})) {
    for (const [name, variable] of sensitiveOf(inside(call, "module", "variables"))) {
      add(values, variable.default, true);
      add(values, inside(call, "expressions", name, "constant_value"), true);
    }
    addCalls(values, inside(call, "module"));
  }
}

function sensitiveOf(variables: unknown): readonly (readonly [string, Json])[] {
  return Object.entries(isObject(variables) ? variables : {}).flatMap(([name, variable]) =>
    isObject(variable) && variable.sensitive === true ? [[name, variable] as const] : [],
  );
}

/** Adds what marks say of a value; a mark on a list or an object covers all below it. */
function add(values: Set<string>, value: unknown, marks: unknown): void {
  if (marks === true) addAll(values, value);
  else if (typeof marks === "object" && marks !== null && typeof value === "object" && value !== null) {
    for (const key in marks) add(values, (value as Json)[key], (marks as Json)[key]);
  }
}

function addAll(values: Set<string>, value: unknown): void {
  if (typeof value === "string") values.add(value);
  else if (typeof value === "number") {
    const digits = String(value);
    if (digits.length >= DIGITS_MIN) values.add(digits);
  } else if (Array.isArray(value)) for (const item of value) addAll(values, item);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (!PLAIN_KEY.test(key)) values.add(key);
      addAll(values, item);
    }
  }
}
