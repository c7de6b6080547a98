import { isObject } from "../../controls/terraform/fields";
import { InvalidError } from "../../model/mistake";
import { digestOf } from "../digest";
import { Redactor } from "../redaction/redactor";
import type { NotAnalysed } from "../review";
import type { ResourceChange } from "../stack-review";
import { Addresses } from "./addresses";
import { type CheckResult, checksOf } from "./checks";
import { driftOf } from "./drift";
import { type Json, objectsIn, textOr } from "./json";
import { outputChanges } from "./output-changes";
import { ANEW, parsePlan } from "./parse-plan";
import { ACTION_OF_PROVIDER, deferredReason, notAnalysedIn, partsMissing } from "./partial";
import { isIdle, type PlannedResource, plannedResource, type Reading } from "./resource-change";
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
 *   knows, of a run that failed, or nested too deep
 */
export function readPlanChanges(text: string, where: string, options: ReadOptions = {}): PlanChanges {
  try {
    return changesIn(parsePlan(text, where), where, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InvalidError({
      value: where,
      problem: "is nested deeper than anybody here reads",
      remedy: ANEW,
    });
  }
}

function changesIn(plan: Json, where: string, { open }: ReadOptions): PlanChanges {
  const redactor = new Redactor(sensitiveValuesIn(plan), open);
  const reading = { redactor, addresses: new Addresses(redactor), where };
  const drift = driftOf(plan, reading);
  const changes = objectsIn(plan.resource_changes).filter((entry) => !isIdle(entry));
  return {
    resources: [
      ...changes.map((entry) => plannedResource(entry, reading)),
      ...deferredIn(plan, reading),
      ...invokedIn(plan, redactor),
    ],
    outputs: outputChanges(plan.output_changes, redactor),
    drift: drift.relevant,
    checks: checksOf(plan, redactor),
    partial: partsMissing(plan, redactor),
    notAnalysed: notAnalysedIn(plan, drift.others, redactor),
    digest: digestOf(plan, redactor),
    redactor,
    names: namesIn(plan, redactor),
  };
}

function deferredIn(plan: Json, reading: Reading): readonly PlannedResource[] {
  return objectsIn(plan.deferred_changes).flatMap((item) => {
    if (!isObject(item.resource_change)) return [];
    const planned = plannedResource(item.resource_change, reading);
    const reason = `it is put off to a later run: ${deferredReason(item, reading.redactor)}`;
    return { ...planned, change: { ...planned.change, reason } };
  });
}

/** Actions of providers, which may do anything: told as what nobody here knows. */
function invokedIn(plan: Json, redactor: Redactor): readonly PlannedResource[] {
  return objectsIn(plan.action_invocations).map(({ address, type }) => ({
    change: {
      address: redactor.name(String(address)),
      type: textOr(type) ?? "action",
      action: "unknown",
      previousAddress: undefined,
      importing: undefined,
      reason: ACTION_OF_PROVIDER,
      replacePaths: [],
      attributes: [],
      isCosmetic: false,
    },
    before: undefined,
    after: undefined,
    afterUnknown: undefined,
    isToldInSecret: false,
  }));
}
