import type { Assessment } from "../controls/assessment";
import type { StackOutput } from "../controls/terraform/stack-output";
import type { ModelFile } from "../model/model-file";
import { stackPath } from "../model/stack-path";
import { asPlanned } from "./as-planned";
import { concluded, inOrder } from "./assemble";
import { digestOfAll } from "./digest";
import { hazardsOf } from "./hazards/hazards-of";
import type { PlannedStack } from "./hazards/planned-stack";
import { establishedHazards } from "./meaning/established";
import { rolesChanged, rolesNotRead } from "./meaning/roles-changed";
import { rulesChanged } from "./meaning/rules";
import { waysChanged } from "./meaning/ways";
import type { PlanChanges } from "./plan/read-plan-changes";
import { clusterAsPlanned } from "./planned-cluster";
import type { NotAnalysed, Review } from "./review";
import type { StackReview } from "./stack-review";

/** What Terraform plans for one stack. */
export interface PlannedFile {
  /** What the stack means, from the synth that was planned. */
  readonly model: ModelFile;
  readonly changes: PlanChanges;
  /** What would be there after the apply; undefined where the plan does not tell all of it, so that rules cannot judge it. */
  readonly output: StackOutput | undefined;
}

export interface PlansToReview {
  readonly plans: readonly PlannedFile[];
  /** Model files of all stacks that are known, those of the plans among them. */
  readonly models: readonly ModelFile[];
  /** What the rules say of what would be there. */
  readonly assessment: Assessment;
  /** For people: what is compared with what. */
  readonly base: string;
  readonly head: string;
  readonly notAnalysed?: readonly NotAnalysed[];
}

/**
 * What some plans do, taken together: two of them may stop servers that stand in for each other. Ways are told by the walls that
 * are there and those that are planned; of rules everything is told that they find in what would be there.
 */
export function reviewOfPlans({
  plans,
  models,
  assessment,
  base,
  head,
  notAnalysed = [],
}: PlansToReview): Review {
  const sides = plans.map(sidesOf);
  const seen = (name: "before" | "after") =>
    models.map((model) => {
      const at = plans.findIndex((plan) => plan.model.stack === model.stack);
      return sides[at]?.[name] ?? model;
    });
  const [before, after] = [seen("before"), seen("after")];
  const objects = {
    before: sides.flatMap((side) => side.objects?.before ?? []),
    after: sides.flatMap((side) => side.objects?.after ?? []),
  };
  const told = redacted(plans);
  const ways = waysChanged(before, after);
  const planned = plans.map(({ model, changes, output }, index): PlannedStack => {
    const [was, is] = (["before", "after"] as const).map((name) =>
      withDeclaredNamespaces((sides[index] as (typeof sides)[number])[name], model),
    ) as [ModelFile, ModelFile];
    const { resources, drift, checks, partial } = changes;
    return { model: is, before: was, outputs: { after: output }, changes: resources, drift, checks, partial };
  });
  return concluded({
    kind: "plan",
    base,
    head,
    stacks: plans.flatMap(stackReview),
    ways: told(ways),
    rules: told(rulesChanged({ ...assessment, verdicts: [] }, assessment)),
    access: told(rolesChanged(objects.before, objects.after)),
    hazards: told(
      inOrder([...hazardsOf(planned, { ways, house: after }), ...establishedHazards(before, after)]),
    ),
    notAnalysed: told([
      ...notAnalysed,
      ...sides.flatMap((side) => side.notAnalysed),
      ...rolesNotRead(objects.before, objects.after),
      ...plans.flatMap(({ changes }) => changes.notAnalysed),
      ...plans.filter(({ output }) => output === undefined).map(notJudged),
      ...rulesNotJudged(assessment),
    ]),
    digest: digestOfAll(plans.map(({ changes }) => changes.digest)),
  });
}

/** What is worked out from values is told without those that a plan keeps secret, wherever they come from. */
function redacted(plans: readonly PlannedFile[]) {
  return <T>(result: T): T => plans.reduce((told, { changes }) => changes.redactor.throughout(told), result);
}

/** A namespace that goes was not known to anybody but the plan, so nobody can say that it holds no data. */
function withDeclaredNamespaces(side: ModelFile, { kubernetes: declared }: ModelFile): ModelFile {
  const { kubernetes } = side;
  const namespaces = declared?.namespaces ?? [];
  return kubernetes === undefined ? side : { ...side, kubernetes: { ...kubernetes, namespaces } };
}

/** The walls of servers as their documents have them, and those of pods as their policies do; see {@link clusterAsPlanned}. */
function sidesOf({ model, changes, output }: PlannedFile) {
  const { before, after, notAnalysed } = asPlanned(model, changes.resources);
  const cluster = clusterAsPlanned(model, changes.resources, output);
  return {
    before: { ...before, kubernetes: cluster.before },
    after: { ...after, kubernetes: cluster.after },
    objects: cluster.objects,
    notAnalysed: [...notAnalysed, ...cluster.notAnalysed],
  };
}

function stackReview({ model, changes }: PlannedFile): readonly StackReview[] {
  const all = [...changes.resources.map(({ change }) => change), ...changes.outputs];
  if (all.length === 0) return [];
  return [{ stacks: [stackPath(model)], reason: "Terraform plans it", changes: all, promotion: undefined }];
}

function notJudged({ model }: PlannedFile): NotAnalysed {
  return {
    what: `rules on ${stackPath(model)}`,
    why: "the plan is not whole, so what would be there is not known",
  };
}

/** A rule that no plan tells enough for is told once, not for each stack. */
function rulesNotJudged({ notJudged: skipped }: Assessment): readonly NotAnalysed[] {
  const byReason = new Map<string, Set<string>>();
  for (const { rule, why } of skipped) byReason.set(why, (byReason.get(why) ?? new Set()).add(rule));
  return [...byReason].map(([why, rules]) => ({ what: `rules ${[...rules].join(", ")}`, why }));
}
