import { KINDS } from "../../controls/kubernetes/kinds";
import { objectOf } from "../../controls/kubernetes/kubernetes-object";
import { isObject } from "../../controls/terraform/fields";
import { withReferences } from "../../controls/terraform/plan-values";
import { Resource } from "../../controls/terraform/resource";
import { StackOutput } from "../../controls/terraform/stack-output";
import { Unreadable } from "../../controls/unreadable";
import { type PlannedChange, type PlannedStack, type Side, type Values, valuesOf } from "./planned-stack";

/** An object of Kubernetes on one side of a change, as far as it can be read. */
export class ClusterObject {
  /** Undefined where nobody told what kind it is. */
  readonly kind: string | undefined;
  private readonly values: Values | undefined;
  private known: { readonly spec: Values | undefined } | undefined;

  constructor(
    private readonly plan: PlannedStack,
    private readonly item: PlannedChange,
    private readonly side: Side,
  ) {
    this.values = valuesOf(plan, item, side);
    this.kind = KINDS[item.change.type]?.kind ?? textOf(this.manifest?.kind);
  }

  get name(): string | undefined {
    return this.named("name");
  }

  /** Undefined for what stands in no namespace too. */
  get namespace(): string | undefined {
    return this.named("namespace");
  }

  /** With the API's own names; undefined where it cannot be read. Worked out when asked for: a plan has thousands of others. */
  get spec(): Values | undefined {
    this.known ??= { spec: this.readSpec() };
    return this.known.spec;
  }

  private named(key: "name" | "namespace"): string | undefined {
    const [metadata] = [(this.manifest ?? this.values)?.metadata].flat();
    const text = isObject(metadata) ? textOf(metadata[key]) : undefined;
    // A synth refers to what names it.
    return text?.includes("${") ? this.readNames()?.[key] : text;
  }

  private readNames() {
    return this.values && readObject(this.plan, this.item, this.side, this.values);
  }

  private readSpec(): Values | undefined {
    const { values, manifest } = this;
    if (values === undefined) return undefined;
    const body = manifest ?? readObject(this.plan, this.item, this.side, values)?.body;
    if (body === undefined) return undefined;
    const spec = body.spec ?? {};
    return isObject(spec) ? spec : undefined;
  }

  /** The object itself, where the resource holds it as it is. */
  private get manifest(): Values | undefined {
    const manifest = this.values?.manifest;
    return isObject(manifest) ? manifest : undefined;
  }
}

/** Both sides of a change of an object; names and kind of the one that has them. */
export interface ObjectChange {
  readonly plan: PlannedStack;
  readonly item: PlannedChange;
  readonly kind: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly before: ClusterObject;
  readonly after: ClusterObject;
}

/** All changes of objects of a cluster in a plan. */
export function objectChangesIn(plan: PlannedStack): readonly ObjectChange[] {
  return plan.changes
    .filter(({ change }) => change.type.startsWith("kubernetes_"))
    .map((item) => {
      const before = new ClusterObject(plan, item, "before");
      const after = new ClusterObject(plan, item, "after");
      return {
        plan,
        item,
        kind: before.kind ?? after.kind,
        name: before.name ?? after.name,
        namespace: before.namespace ?? after.namespace,
        before,
        after,
      };
    });
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function readObject(plan: PlannedStack, item: PlannedChange, side: Side, values: Values) {
  const { type, address, previousAddress } = item.change;
  const output = plan.outputs?.[side];
  const known = output?.at(side === "before" ? (previousAddress ?? address) : address);
  const marked = side === "after" ? withReferences(values, item.afterUnknown, undefined) : values;
  const alone = new Resource(address, type, false, marked, [], undefined, ["create"]);
  const source =
    item[side] === undefined && output !== undefined && known !== undefined
      ? ([output, known] as const)
      : ([stackOf(plan, alone), alone] as const);
  try {
    return objectOf(...source);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

function stackOf({ model }: PlannedStack, resource: Resource): StackOutput {
  return new StackOutput({ kind: "plan", model, resources: [resource], others: {}, whole: {} });
}

/** What stands under a row of keys; undefined where one of them is not there. */
export function within(values: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), values);
}
