import { readFileSync } from "node:fs";
import { listed } from "../controls/report/text";
import { InvalidError } from "../model/mistake";
import { clientNames } from "../synth/fleet";
import { inspect } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { printReview, reviewFormat } from "./review/print-review";
import { type PlanText, reviewPlans } from "./review/read-plans";
import { understood } from "./usage-error";

/**
 * `straat review [PLAN...] [--stack STACK=PLAN]...`: what plans do that `terraform show -json` printed, all of them taken together.
 * What their stacks mean is taken from the working tree, of which they have to be.
 */
export async function reviewCommand(context: CommandContext): Promise<ExitCode> {
  const { fleet, operands, options, flags, file, clearProgress } = context;
  const format = understood(() => reviewFormat(flags.format));
  const texts = understood(() => plansNamed(operands, flags.stack ?? []));
  const { mistakes, stacks } = inspect(fleet, { ...options, targets: targetsOf(texts, clientNames(fleet)) });
  clearProgress();
  if (mistakes.length > 0) {
    printMistakes(mistakes, "in what is declared");
    return EXIT.MISTAKES;
  }
  const models = stacks.map(({ model }) => model);
  const head = listed(texts.map(({ where }) => where));
  const { review } = understood(() =>
    reviewPlans(texts, { fleet, day: options.day, models, base: "what is there", head }),
  );
  return printReview(review, { format, file });
}

function plansNamed(operands: readonly string[], named: readonly string[]): readonly PlanText[] {
  const plans = [
    ...operands.map((where) => ({ where, stack: undefined })),
    ...named.map((text) => {
      const at = text.indexOf("=");
      return { where: text.slice(at + 1), stack: at < 0 ? "" : text.slice(0, at) };
    }),
  ];
  const wrong = plans.find(({ where, stack }) => stack === "" || where === "");
  if (wrong !== undefined || plans.length === 0) {
    throw new InvalidError({
      value: named.join(" ") || "(nothing)",
      problem: "names no plan to review",
      remedy: "write PLAN.json, or --stack STACK=PLAN.json, as terraform show -json PLAN printed it",
    });
  }
  return plans.map((plan) => ({ ...plan, text: read(plan.where) }));
}

function read(where: string): string {
  try {
    return readFileSync(where, "utf8");
  } catch (error) {
    throw new InvalidError({
      value: where,
      problem: `cannot be read: ${(error as Error).message.split(",")[0]}`,
      remedy: "write the path of a file that terraform show -json PLAN printed",
    });
  }
}

/** Where every plan is of a stack that is named, the others need not be read. */
function targetsOf(plans: readonly PlanText[], clients: readonly string[]): Targets {
  const names = plans
    .flatMap(({ stack }) => stack?.split("/")[0] ?? [])
    .filter((name) => clients.includes(name));
  const isNamed = plans.every(({ stack }) => stack !== undefined);
  return isNamed ? Targets.parse([...new Set(names), "platform"], clients) : Targets.ALL;
}
