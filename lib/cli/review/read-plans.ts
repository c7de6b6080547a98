import { assess } from "../../controls/assess";
import { House } from "../../controls/house";
import { readPlan } from "../../controls/terraform/read-plan";
import { InvalidError } from "../../model/mistake";
import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { type PlannedFile, reviewOfPlans } from "../../review/assemble-plans";
import { readPlanChanges } from "../../review/plan/read-plan-changes";
import { stackOf, whyNotOf } from "../../review/plan/whose-plan";
import type { Review } from "../../review/review";
import { type Fleet, housekeepingOf } from "../../synth/fleet";
import type { SynthOptions } from "../../synth/synthesize";

/** What `terraform show -json` printed. */
export interface PlanText {
  readonly text: string;
  /** For people, the path it was read from. */
  readonly where: string;
  /** The stack it is of, by path; undefined to be found by what is in it. */
  readonly stack: string | undefined;
}

export interface PlanContext {
  readonly fleet: Fleet;
  readonly day: SynthOptions["day"];
  /** All stacks that are known. */
  readonly models: readonly ModelFile[];
  readonly base: string;
  readonly head: string;
}

export interface Reviewed {
  readonly review: Review;
  readonly plans: readonly PlannedFile[];
}

/** What plans do, and each of them as it was read. @throws InvalidError for what is no plan, of no stack that is known, or of two plans of one stack */
export function reviewPlans(texts: readonly PlanText[], context: PlanContext): Reviewed {
  const { fleet, day, models, base, head } = context;
  const plans = texts.map((text) => plannedFile(text, models));
  checkOnce(plans, texts);
  const own = new Set(plans.map(({ model }) => model.client?.name));
  const near = models.filter(({ client }) => client === undefined || own.has(client.name));
  const house = new House({
    ...{ models: near, whole: false, platformsKnown: true, day },
    ...housekeepingOf(fleet),
  });
  const assessment = assess(
    house,
    plans.flatMap(({ output }) => output ?? []),
  );
  return { review: reviewOfPlans({ plans, models: near, assessment, base, head }), plans };
}

function plannedFile({ text, where, stack }: PlanText, models: readonly ModelFile[]): PlannedFile {
  const changes = readPlanChanges(text, where, { open: publicKeysIn(models) });
  const model = stack === undefined ? stackOf(changes.names, models) : stackNamed(stack, models);
  if (model === undefined) {
    throw new InvalidError({
      value: where,
      problem:
        "does not tell of which stack it is: its servers and namespaces are those of none, or it has none",
      remedy: "say it: --stack STACK=PLAN, for example --stack verne/street=street.json",
    });
  }
  const problem = whyNotOf(changes.names, model);
  if (problem !== undefined && changes.partial.length === 0) {
    throw new InvalidError({
      value: where,
      problem,
      remedy: "name its own stack, or review it in the commit it was planned in",
    });
  }
  const output = changes.partial.length === 0 ? readPlan(text, model, where) : undefined;
  return { model, changes, output };
}

/** Keys that look random, and that everybody may know. */
function publicKeysIn(models: readonly ModelFile[]): ReadonlySet<string> {
  return new Set(
    models.flatMap(({ admins, site, backupSite }) => [
      ...admins.map(({ wireguardKey }) => wireguardKey),
      ...[site, backupSite].flatMap((one) => one?.vpn.publicKey ?? []),
    ]),
  );
}

function stackNamed(path: string, models: readonly ModelFile[]): ModelFile {
  const found = models.find((model) => stackPath(model) === path);
  if (found !== undefined) return found;
  throw new InvalidError({
    value: path,
    problem: "is not one stack",
    remedy: `write one of ${models.map(stackPath).join(", ")}`,
  });
}

function checkOnce(plans: readonly PlannedFile[], texts: readonly PlanText[]): void {
  plans.forEach(({ model }, index) => {
    const first = plans.findIndex((other) => other.model.stack === model.stack);
    if (first === index) return;
    throw new InvalidError({
      value: texts[index]?.where ?? "",
      problem: `is a plan of ${stackPath(model)}, and so is ${texts[first]?.where}`,
      remedy: "give one plan of each stack",
    });
  });
}
