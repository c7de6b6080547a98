import type { ModelFile } from "../../model/model-file";
import type { StageName } from "../../model/stage";
import { Unreadable } from "../unreadable";
import type { Resource } from "./resource";

/** What Terraform is given for one stack, or plans for it, beside what the model file says of it. */
export interface StackSource {
  /** A synth is what was written; a plan is what Terraform made of it, with values it looked up. */
  readonly kind: "synth" | "plan";
  readonly model: ModelFile;
  readonly resources: readonly Resource[];
  /** Blocks beside resources and data: `provider`, `terraform`, `output`, …; empty for a plan. */
  readonly others: Readonly<Record<string, unknown>>;
  /** Everything, for rules that look at every text. */
  readonly whole: unknown;
}

/** `${data.vsphere_tag.site_class.id}`, or the address alone as a plan's configuration has it. */
const REFERENCE = /^\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_.[\]"-]+)?\}$/;

/** One stack under judgement. */
export class StackOutput implements StackSource {
  readonly kind: StackSource["kind"];
  readonly model: ModelFile;
  readonly resources: readonly Resource[];
  readonly others: StackSource["others"];
  readonly whole: unknown;
  private readonly byAddress: ReadonlyMap<string, Resource>;

  constructor(source: StackSource) {
    this.kind = source.kind;
    this.model = source.model;
    this.resources = source.resources;
    this.others = source.others;
    this.whole = source.whole;
    this.byAddress = new Map(this.resources.map((resource) => [resource.address, resource]));
  }

  /** Name of the stack, such as `verne-production`. */
  get name(): string {
    return this.model.stack;
  }

  get stage(): StageName | undefined {
    return this.model.stage?.name;
  }

  /** Resources of a type that are made, in their order; data sources are asked for with {@link dataOf}. */
  of(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type && !resource.isData);
  }

  dataOf(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type && resource.isData);
  }

  at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /**
   * What a value refers to: by reference in a synth, by the id it was given in a plan.
   *
   * @throws Unreadable when it is neither, or refers to what is not there
   */
  resolve(value: unknown): Resource {
    const found = this.tryResolve(value);
    if (found !== undefined) return found;
    throw new Unreadable(
      `${JSON.stringify(value) ?? "a value known only after apply"} refers to nothing in the stack`,
    );
  }

  tryResolve(value: unknown): Resource | undefined {
    if (typeof value !== "string" || value === "") return undefined;
    const address = REFERENCE.exec(value)?.[1];
    if (address !== undefined) return this.byAddress.get(address);
    if (this.kind !== "plan") return undefined;
    // A plan has the value itself: the id of a thing, or something that only vCenter could tell of it.
    const isToldOf = ({ isData, values }: Resource) =>
      isData && Object.entries(values).some(([key, told]) => told === value && /_(id|uuid)$/.test(key));
    return this.resources.find(({ values }) => values.id === value) ?? this.resources.find(isToldOf);
  }

  /** How a subject of this stack is named in findings and waivers. */
  subjectId(address: string): string {
    return `${this.name}/${address}`;
  }
}
