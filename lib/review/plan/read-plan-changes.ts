import { isObject } from "../../controls/terraform/fields";
import { digestOf } from "../digest";
import { Redactor } from "../redaction/redactor";
import type { NotAnalysed } from "../review";
import type { ResourceChange } from "../stack-review";
import { type CheckResult, checksOf } from "./checks";
import { driftOf } from "./drift";
import { type Json, objectsIn } from "./json";
import { outputChanges } from "./output-changes";
import { parsePlan } from "./parse-plan";
import { deferredReason, notAnalysedIn, partsMissing } from "./partial";
import { isIdle, type PlannedResource, plannedResource } from "./resource-change";
import { sensitiveValuesIn } from "./sensitive-values";
import { namesIn, type PlanNames } from "./whose-plan";

/** What a plan does, in the terms of a review. */
export interface PlanChanges {
  /** In the plan's order; what neither changes nor moves nor is taken over is left out. Also what is put off, with why. */
  readonly resources: readonly PlannedResource[];
  readonly outputs: readonly ResourceChange[];
  /** What was changed beside Terraform, where it matters to this plan. */
  readonly drift: readonly PlannedResource[];
  readonly checks: readonly CheckResult[];
  /** Why it is not the whole of what was asked for, reason by reason; such a plan is not to be applied. */
  readonly partial: readonly string[];
  readonly notAnalysed: readonly NotAnalysed[];
  /** Sha256 of what changes; see `digest.ts`. */
  readonly digest: string;
  /** Knows every secret of this plan. Whatever else is said of it goes through it. */
  readonly redactor: Redactor;
  /** By which one tells of which stack it is. */
  readonly names: PlanNames;
}

export interface ReadOptions {
  /** Texts that look random and are public, such as keys of the VPN. @default none */
  readonly open?: ReadonlySet<string>;
}

/**
 * Reads a file of `terraform show -json PLAN`. What is said of it is redacted by path and by value; the plan itself is not kept, but for
 * the values of what changes, which hazards are looked for in.
 *
 * @param where for people, such as the file's path
 * @throws InvalidError for what is not JSON, cut short, a state, a plan as text or as Terraform's own file, of a format nobody here
 *   knows, or of a run that failed
 */
export function readPlanChanges(text: string, where: string, { open }: ReadOptions = {}): PlanChanges {
  const plan = parsePlan(text, where);
  const redactor = new Redactor(sensitiveValuesIn(plan), open);
  const drift = driftOf(plan, redactor, where);
  const changes = objectsIn(plan.resource_changes).filter((entry) => !isIdle(entry));
  return {
    resources: [
      ...changes.map((entry) => plannedResource(entry, redactor, where)),
      ...deferredIn(plan, redactor, where),
    ],
    outputs: outputChanges(plan.output_changes, redactor),
    drift: drift.relevant,
    checks: checksOf(plan, redactor),
    partial: partsMissing(plan, redactor),
    notAnalysed: notAnalysedIn(plan, drift.others, redactor),
    digest: digestOf(plan, redactor),
    redactor,
    names: namesIn(plan),
  };
}

function deferredIn(plan: Json, redactor: Redactor, where: string): readonly PlannedResource[] {
  return objectsIn(plan.deferred_changes).flatMap((item) => {
    if (!isObject(item.resource_change)) return [];
    const planned = plannedResource(item.resource_change, redactor, where);
    const reason = `it is put off to a later run: ${deferredReason(item, redactor)}`;
    return { ...planned, change: { ...planned.change, reason } };
  });
}
