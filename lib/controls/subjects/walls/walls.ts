import type { FlowRecord, GroupRecord, ModelFile, WallRecord } from "../../../model/model-file";
import type { StageName } from "../../../model/stage";
import type { FlowRule } from "../../../network/flow-rule";
import type { Subject } from "../../rule";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";
import { readRule } from "./read-rule";

/** One firewall of a group's servers, known as `verne/production/web/input`. */
export interface Wall extends Subject {
  readonly record: WallRecord;
  /** The group whose servers are this wall. @throws Unreadable when there is none */
  readonly group: GroupRecord;
  /** Its rules, in their order. @throws InvalidError when one is damaged */
  readonly rules: readonly FlowRule[];
}

/** All walls of a stack. */
export function walls({ model }: Pick<StackOutput, "model">): readonly Wall[] {
  return wallsOfModel(model);
}

export function wallsOfModel(model: ModelFile): readonly Wall[] {
  const known = made.get(model);
  if (known !== undefined) return known;
  const all = model.walls.map((record) => new ReadWall(record, model));
  made.set(model, all);
  return all;
}

const made = new WeakMap<ModelFile, readonly Wall[]>();

class ReadWall implements Wall {
  readonly id: string;
  readonly stage: StageName | undefined;
  private read: readonly FlowRule[] | undefined;

  constructor(
    readonly record: WallRecord,
    private readonly model: ModelFile,
  ) {
    this.id = `${record.at}/${record.hook}`;
    this.stage = model.stage?.name;
  }

  get group(): GroupRecord {
    const group = this.model.groups.find(({ path }) => path === this.record.at);
    if (group === undefined)
      throw new Unreadable(`it is the wall of ${this.record.at}, which is no group of the stack`);
    return group;
  }

  get rules(): readonly FlowRule[] {
    this.read ??= this.record.rules.map(readRule);
    return this.read;
  }
}

/** The wall of a group at a hook. @throws Unreadable when there is not just one */
export function wallOf(model: ModelFile, path: string, hook: WallRecord["hook"]): Wall {
  const found = wallsOfModel(model).filter(({ record }) => record.at === path && record.hook === hook);
  const [wall] = found;
  if (wall !== undefined && found.length === 1) return wall;
  throw new Unreadable(`${path} has ${found.length} walls for ${hook}, not one`);
}

/** A declared flow, known by its client and its id: `verne/production/web#fdc1d1`. */
export interface DeclaredFlow extends Subject {
  readonly flow: FlowRecord;
}

/** All flows of a stack. */
export function flows({ model }: Pick<StackOutput, "model">): readonly DeclaredFlow[] {
  return model.flows.map((flow) => ({ id: `${model.client?.name}/${flow.id}`, flow }));
}
