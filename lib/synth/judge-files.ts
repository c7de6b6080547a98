import { existsSync, readdirSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { assess } from "../controls/assess";
import type { Assessment } from "../controls/assessment";
import { House } from "../controls/house";
import { readPlan } from "../controls/terraform/read-plan";
import type { StackOutput } from "../controls/terraform/stack-output";
import { InvalidError } from "../model/mistake";
import { MODEL_FILE_NAME, type ModelFile } from "../model/model-file";
import { readModelFile } from "../model/read-model-file";
import { stackPath } from "../model/stack-path";
import { clientNames, type Fleet, housekeepingOf } from "./fleet";
import { judgeOutput, outputIn, terraformOf } from "./judge-output";
import { MANIFEST, readManifest } from "./manifest";
import { readSynthFile } from "./read-synth-file";
import { strayFiles } from "./stray-files";
import { inspect, platformNames, type SynthOptions } from "./synthesize";
import { Targets } from "./targets";

type JudgeOptions = Omit<SynthOptions, "targets" | "outdir">;

/**
 * Judges a synth that was made before, from its files alone.
 *
 * @param targets as they are typed; everything in the folder when there are none
 * @throws InvalidError for a folder or a file that is no synth of this house, one that lacks what its manifest names, and
 * for what Terraform would load beside it
 */
export function judgeFolder(
  fleet: Fleet,
  folder: string,
  targets: readonly string[],
  options: JudgeOptions,
): Assessment {
  const { known, stacks, clients, wanted } = askedIn(folder, targets);
  const names = known.map(({ stack }) => stack);
  const platformsKnown = platformNames(fleet, options).every((name) => names.includes(name));
  const whole =
    wanted.everything && platformsKnown && clientNames(fleet).every((name) => clients.includes(name));
  const assessment = judgeOutput(fleet, { folder, stacks, known, whole, platformsKnown, ...options });
  const files = stacks.map((model) => [model.stack, inProject(terraformOf(folder, model.stack))] as const);
  return { ...assessment, files: new Map(files) };
}

/**
 * A synth that was made before, as Terraform would be given it.
 *
 * @param targets as they are typed; everything in the folder when there are none
 * @throws InvalidError for a folder or a file that is no synth of this house, one that lacks what its manifest names, and
 * for what Terraform would load beside it
 */
export function outputsIn(folder: string, targets: readonly string[]): readonly StackOutput[] {
  return askedIn(folder, targets).stacks.map((model) => outputIn(folder, model));
}

export interface PlanToJudge {
  /** What `terraform show -json PLAN` printed. */
  readonly text: string;
  /** For people, the path it was read from. */
  readonly where: string;
  /** The stack it is of, as a target: `verne/production`. */
  readonly stack: string;
}

/**
 * Judges what Terraform plans for one stack. What the stack means is taken from what is declared now: a plan is of the
 * working tree it was made from.
 *
 * @throws InvalidError for what is no plan, a stack that is not there, or mistakes in what is declared
 */
export function judgePlan(fleet: Fleet, plan: PlanToJudge, options: JudgeOptions): Assessment {
  const client = plan.stack.split("/")[0] as string;
  const names = clientNames(fleet);
  const targets = Targets.parse([names.includes(client) ? client : plan.stack, "platform"], names);
  const { mistakes, stacks } = inspect(fleet, { ...options, targets });
  if (mistakes.length > 0) throw new InvalidError(...mistakes);
  const stack = stacks.find(({ path }) => path === plan.stack);
  if (stack === undefined) {
    throw new InvalidError({
      value: plan.stack,
      problem: "is not one stack",
      remedy: `write one of ${stacks.map(({ path }) => path).join(", ")}`,
    });
  }
  const models = stacks.map(({ model }) => model);
  const known = { models, whole: false, platformsKnown: true, day: options.day };
  const house = new House({ ...known, ...housekeepingOf(fleet) });
  const assessment = assess(house, [readPlan(plan.text, stack.model, plan.where)]);
  return { ...assessment, files: new Map([[stack.model.stack, inProject(plan.where)]]) };
}

/** What of a synth was asked for. @throws InvalidError for a target that is not in it, and for what Terraform would load beside it */
function askedIn(folder: string, targets: readonly string[]) {
  const known = readModels(folder);
  const clients = [...new Set(known.flatMap(({ client }) => client?.name ?? []))];
  const wanted = Targets.parse(targets, clients);
  const missing = wanted.unmatched(known.map(stackPath));
  if (missing.length > 0) throw new InvalidError(...missing);
  const stacks = known.filter((model) => wanted.includes(stackPath(model)));
  const strays = stacks.flatMap(({ stack }) => strayFiles(join(folder, "stacks", stack)));
  if (strays.length > 0) throw new InvalidError(...strays);
  return { known, stacks, clients, wanted };
}

function readModels(folder: string): readonly ModelFile[] {
  const root = join(folder, "stacks");
  if (!isFolder(root)) throw notASynth(folder, "has no stacks in it");
  const names = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const models = names.map(({ name }) => {
    const path = join(root, name, MODEL_FILE_NAME);
    if (!existsSync(path)) throw notASynth(join(root, name), `has no ${MODEL_FILE_NAME}`);
    const model = readModelFile(readSynthFile(path), path);
    if (model.stack !== name) throw notASynth(path, `is of ${model.stack}`);
    return model;
  });
  if (models.length === 0) throw notASynth(folder, "has no stacks in it");
  checkComplete(folder, models);
  return models.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

/** What a synth made and somebody took out is no less promised. @throws InvalidError naming the stacks that are missing */
function checkComplete(folder: string, models: readonly ModelFile[]): void {
  const manifest = readManifest(folder);
  if (manifest === undefined) throw notASynth(folder, `has no ${MANIFEST}`);
  const there = new Set(models.map(({ stack }) => stack));
  const missing = Object.keys(manifest.stacks).filter((name) => !there.has(name));
  if (missing.length === 0) return;
  throw notASynth(folder, `lacks ${missing.join(", ")}, which its ${MANIFEST} names`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A path as reports tell it: from the folder of the project where it lies in there, absolute where it does not. */
function inProject(path: string): string {
  const short = relative("", path);
  const isInside = short !== ".." && !short.startsWith(`..${sep}`) && !isAbsolute(short);
  return isInside ? short.split(sep).join("/") : resolve(path);
}

/** Platforms, then each client's street and its stages: the order in which they are applied. */
function orderOf({ client, stage, stack }: ModelFile): string {
  return client === undefined
    ? `0 ${stack}`
    : `1 ${client.name} ${stage === undefined ? 0 : 1 + stage.index}`;
}

function notASynth(value: string, problem: string): InvalidError {
  return new InvalidError({
    value,
    problem: `is no synth of this house: it ${problem}`,
    remedy: "synthesize: npm start",
  });
}
