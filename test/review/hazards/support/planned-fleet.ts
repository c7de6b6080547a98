import type { ModelFile } from "../../../../lib/model/model-file";
import { readModelFile } from "../../../../lib/model/read-model-file";
import type { Hazard } from "../../../../lib/review/hazard";
import type { PlannedChange, PlannedStack } from "../../../../lib/review/hazards/planned-stack";
import type { Action, ResourceChange } from "../../../../lib/review/stack-review";
import { planOf } from "../../../controls/support/planned";
import type { AppView, Body } from "../../../support/app";
import { buildFleet } from "../../../support/fleet";

let built: AppView | undefined;

/** The examples as they are declared, once for all tests of a file. */
export function examples(): AppView {
  built ??= buildFleet();
  return built;
}

/** What is done to one resource. */
export interface Done {
  readonly action: Action;
  readonly replacePaths?: readonly string[];
  /** Makes what is to be of what is there. @default it stays as it is */
  readonly edit?: (values: Body) => void;
  /** Makes what is there of what is declared. @default it is as declared */
  readonly was?: (values: Body) => void;
  readonly unknown?: Body;
  /** Whether the plan tells the values themselves, or only what the review shows of them. @default true */
  readonly told?: boolean;
  readonly attributes?: ResourceChange["attributes"];
}

/** A stack of the examples of which some resources change, by address; nothing else does. */
export function planned(
  path: string,
  done: Readonly<Record<string, Done>>,
  others: Partial<Omit<PlannedStack, "changes">> = {},
): PlannedStack {
  const model = modelOf(path);
  const values = valuesIn(path);
  const changes = Object.entries(done).map(([address, what]) => {
    const known = values.get(address);
    if (known === undefined) throw new Error(`${path} has no ${address}`);
    return changeOf(address, known, what);
  });
  return { model, before: model, changes, ...others };
}

const models = new Map<string, ModelFile>();

/** The model file of a stack, as it is read. */
export function modelOf(path: string): ModelFile {
  const known = models.get(path);
  if (known !== undefined) return known;
  const model = readModelFile(JSON.stringify(examples().stack(path).model), `${path}/straat.json`);
  models.set(path, model);
  return model;
}

const read = new Map<string, ReadonlyMap<string, Body>>();

/** What a plan makes of each resource of a stack. */
function valuesIn(path: string): ReadonlyMap<string, Body> {
  const known = read.get(path);
  if (known !== undefined) return known;
  const { resource_changes: changes } = JSON.parse(planOf(examples().stack(path).json)) as Body;
  const made = new Map<string, Body>(changes.map(({ address, change }: Body) => [address, change.after]));
  read.set(path, made);
  return made;
}

/** A change of a resource whose values are given. */
export function changeOf(address: string, values: Body, done: Done): PlannedChange {
  const { action, edit, was, unknown, told = true, replacePaths = [], attributes = [] } = done;
  const [before, after] = [structuredClone(values), structuredClone(values)];
  was?.(before);
  edit?.(after);
  const change: ResourceChange = {
    address,
    type: address.slice(0, address.indexOf(".")),
    action,
    previousAddress: undefined,
    importing: undefined,
    reason: undefined,
    replacePaths,
    attributes,
    isCosmetic: false,
  };
  if (!told) return { change };
  return {
    change,
    before: action === "create" ? undefined : before,
    after: action === "delete" || action === "forget" ? undefined : after,
    afterUnknown: unknown,
  };
}

/** An attribute as the review shows it. */
export function shown(path: string, before: string, after: string): ResourceChange["attributes"][number] {
  return { path, kind: "changed", before, after, meaning: undefined, lines: [], isCosmetic: false };
}

/** The same model, with something in it changed. */
export function edited(model: ModelFile, edit: (model: Body) => void): ModelFile {
  const copy = { ...model, groups: model.groups.map((group) => structuredCloneOf(group)) } as Body;
  edit(copy);
  return copy as ModelFile;
}

function structuredCloneOf(group: ModelFile["groups"][number]) {
  return { ...group, servers: group.servers.map((server) => ({ ...server })) };
}

/** `block data: vsphere_virtual_machine.web_1`, a line for each hazard. */
export function told(hazards: readonly Hazard[]): readonly string[] {
  return hazards.map(({ level, kind, subjects }) => `${level} ${kind}: ${subjects.join(" ")}`);
}

/** Only what must not be applied. */
export function blocked(hazards: readonly Hazard[]): readonly string[] {
  return told(hazards.filter(({ level }) => level === "block"));
}

export const vm = (name: string) => `vsphere_virtual_machine.${name}`;
