import type { StackOutput } from "../../controls/terraform/stack-output";
import type { ModelFile } from "../../model/model-file";
import type { ResourceChange } from "../stack-review";

export type Values = Readonly<Record<string, unknown>>;

/** A change with the values it was read from. They are looked at and never shown: only what `change` says is redacted. */
export interface PlannedChange {
  readonly change: ResourceChange;
  /** Undefined where nothing was there, or where only `change` is known. */
  readonly before?: Values | undefined;
  readonly after?: Values | undefined;
  /** `after_unknown` of the plan: true at each place that only the apply will know. */
  readonly afterUnknown?: unknown;
  /** Whether what a server is told is marked sensitive. @default it is not */
  readonly isToldInSecret?: boolean;
}

/** What a check of Terraform came to. */
export interface CheckOutcome {
  /** Address of the check, or of what it is about. */
  readonly subject: string;
  readonly outcome: "passed" | "failed" | "unproven";
  /** What it says itself is wrong. @default nothing */
  readonly problems?: readonly string[];
}

/** What is about to happen to one stack, as hazards are looked for in it. */
export interface PlannedStack {
  /** What the stack means after the change. */
  readonly model: ModelFile;
  /** What it meant before; undefined where nobody knows, which makes some hazards worse and none better. */
  readonly before?: ModelFile | undefined;
  /** Resources in full, for changes that come without values of their own. */
  readonly outputs?: { readonly before?: StackOutput | undefined; readonly after?: StackOutput | undefined };
  readonly changes: readonly PlannedChange[];
  /** What is no longer as it was applied; only what matters to the plan. @default none */
  readonly drift?: readonly PlannedChange[];
  /** @default none */
  readonly checks?: readonly CheckOutcome[];
  /** Why the plan is not whole, reason by reason. @default it is whole */
  readonly partial?: readonly string[];
}

export type Side = "before" | "after";

/** All values of a resource on one side of the change; undefined where nobody told. */
export function valuesOf({ outputs }: PlannedStack, item: PlannedChange, side: Side): Values | undefined {
  const { address, previousAddress } = item.change;
  if (item[side] !== undefined) return item[side];
  const output = outputs?.[side];
  return side === "before" ? output?.at(previousAddress ?? address)?.values : output?.at(address)?.values;
}
