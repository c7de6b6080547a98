import { House } from "../../../../lib/controls/house";
import { readPlan } from "../../../../lib/controls/terraform/read-plan";
import type { ModelFile } from "../../../../lib/model/model-file";
import { readModelFile } from "../../../../lib/model/read-model-file";
import { type PlannedFile, reviewOfPlans } from "../../../../lib/review/assemble-plans";
import { readPlanChanges } from "../../../../lib/review/plan/read-plan-changes";
import type { Review } from "../../../../lib/review/review";
import { planOf } from "../../../controls/support/planned";
import { type AppView, type Body, TEST_DAY } from "../../../support/app";

/** What a plan does to one resource. */
export interface Planned {
  /** @default it is changed in place */
  readonly actions?: readonly string[];
  /** Makes what is there of what is declared. @default it is as declared */
  readonly was?: (values: Body) => void;
  /** Makes what is to be of what is declared. @default it is as declared */
  readonly is?: (values: Body) => void;
  /** `after_unknown`, beside what the making of it tells. @default everything is known */
  readonly unknown?: Body;
  /** `after_sensitive`. @default nothing is secret */
  readonly sensitive?: Body;
}

/** A stack that is applied already, and of which plans change what a test says. */
export class AppliedStack {
  readonly model: ModelFile;
  private readonly plan: Body;
  private readonly others: readonly ModelFile[];

  constructor(
    fleet: AppView,
    readonly path: string,
  ) {
    const modelOf = (name: string) => readModelFile(JSON.stringify(fleet.stack(name).model), name);
    this.model = modelOf(path);
    this.others = fleet.paths.filter((name) => name !== path).map(modelOf);
    this.plan = JSON.parse(planOf(fleet.stack(path).json, () => ["no-op"])) as Body;
  }

  /** A plan, as `terraform show -json` prints it; by address, of what is declared and of what is there no longer. */
  planText(done: Readonly<Record<string, Planned>>, edit: (plan: Body) => void = () => {}): string {
    const plan = structuredClone(this.plan);
    for (const entry of plan["resource_changes"]) {
      const what = done[entry.address];
      entry.change = { ...entry.change, before: structuredClone(entry.change.after), after_unknown: {} };
      if (what !== undefined) this.change(plan, entry, what);
    }
    edit(plan);
    return JSON.stringify(plan);
  }

  /** What the review says of such a plan; no rule is asked. */
  review(text: string, model: ModelFile = this.model): Review {
    return this.reviewOf([this.planned(text, model)]);
  }

  /** The same of several plans. */
  reviewOf(plans: readonly PlannedFile[]): Review {
    const planned = plans.map(({ model }) => model);
    const models = [this.model, ...this.others].map(
      (model) => planned.find(({ stack }) => stack === model.stack) ?? model,
    );
    return reviewOfPlans({
      plans,
      models,
      assessment: {
        house: new House({
          ...{ models, whole: false, platformsKnown: false, day: TEST_DAY },
          ...{ teamTech: [], evidence: [] },
        }),
        stacks: [],
        verdicts: [],
        notJudged: [],
      },
      base: "what is there",
      head: "plan.json",
    });
  }

  /** A plan as it is read. */
  planned(text: string, model: ModelFile = this.model): PlannedFile {
    const changes = readPlanChanges(text, "plan.json");
    return {
      model,
      changes,
      output: changes.partial.length > 0 ? undefined : readPlan(text, model, "plan.json"),
    };
  }

  private change(plan: Body, entry: Body, what: Planned): void {
    const { actions = ["update"], was, is, unknown = {}, sensitive = false } = what;
    const { change } = entry;
    was?.(change.before);
    is?.(change.after);
    Object.assign(change, { actions, after_unknown: unknown, after_sensitive: sensitive });
    const { resources } = plan["planned_values"].root_module;
    const at = resources.findIndex(({ address }: Body) => address === entry.address);
    if (!actions.includes("create") && actions.some((action) => ["delete", "forget"].includes(action))) {
      change.after = null;
      resources.splice(at, 1);
    } else {
      resources[at].values = change.after;
    }
    if (actions.includes("create") && actions.length === 1) change.before = null;
  }
}
