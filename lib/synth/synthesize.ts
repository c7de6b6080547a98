import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { allMistakes } from "../constructs/across-clients";
import { declareDay } from "../constructs/declared-day";
import { noticesIn } from "../constructs/findings";
import { pathOf } from "../constructs/path";
import { declareStateBackend, type StateBackend } from "../constructs/state-backend";
import { StraatStack } from "../constructs/straat-stack";
import { conclude } from "../controls/assess";
import { type Assessment, findingsOf, isError } from "../controls/assessment";
import { House } from "../controls/house";
import type { StackOutput } from "../controls/terraform/stack-output";
import type { Day } from "../model/day";
import type { Mistake } from "../model/mistake";
import type { ModelFile, Notice } from "../model/model-file";
import { addClient, addPlatform, clientNames, type Fleet, housekeepingOf } from "./fleet";
import { outputIn, terraformOf } from "./judge-output";
import { OutputDirectory } from "./output-directory";
import { type StackJudge, stackJudgeFor } from "./stack-judge";
import { withoutTokenStackTraces } from "./stack-traces";
import { unreadFiles } from "./stray-files";
import type { Targets } from "./targets";

export interface SynthOptions {
  /** Folder the result ends in. */
  readonly outdir: string;
  /** What to load and synthesize. */
  readonly targets: Targets;
  /** The day against which end dates are held. */
  readonly day: Day;
  readonly state: StateBackend;
  /** Called before each step that takes time. */
  readonly onProgress?: (what: string) => void;
  /** Who judges the stacks. @default beside the writing where there are many clients, after it where there are few */
  readonly judge?: StackJudge;
}

export interface SynthResult {
  /** Mistakes met; when there is one, nothing was written. */
  readonly mistakes: readonly Mistake[];
  /** What the rules said of the output; undefined where mistakes left nothing to judge. An error in it stops a synth. */
  readonly assessment: Assessment | undefined;
  readonly notices: readonly Notice[];
  /** What the written stacks mean, by path. */
  readonly stacks: readonly SynthesizedStack[];
  /** Stacks of an earlier synth that are no longer declared. */
  readonly gone: readonly string[];
}

export interface SynthesizedStack {
  /** For example `verne/production`. */
  readonly path: string;
  readonly model: ModelFile;
}

/**
 * Synthesizes what was asked for. The same input gives the same bytes: neither time, nor order, nor other clients have
 * a say. With one mistake anywhere, or one broken promise, nothing is written and the previous result stays.
 */
export function synthesize(fleet: Fleet, options: SynthOptions): SynthResult {
  const output = new OutputDirectory(options.outdir);
  try {
    const result = writeAndJudge(fleet, options, output.staging);
    if (result.mistakes.length > 0 || isBroken(result)) return result;
    const strays = output.strays();
    if (strays.length > 0) return { ...result, mistakes: strays };
    return { ...result, gone: output.commit(options.targets.everything) };
  } finally {
    output.discard();
  }
}

/** What a synth would make, judged by all rules, without keeping it. */
export function check(fleet: Fleet, options: Omit<SynthOptions, "outdir">): SynthResult {
  return inTemporaryFolder((folder) => writeAndJudge(fleet, options, folder));
}

/** What a synth would make, without writing it. */
export function inspect(fleet: Fleet, options: Omit<SynthOptions, "outdir">): SynthResult {
  return inTemporaryFolder((folder) => build(fleet, options, folder).result);
}

/** What a synth would make, as Terraform would be given it; neither judged nor kept. */
export function outputsOf(
  fleet: Fleet,
  options: Omit<SynthOptions, "outdir" | "judge">,
): Pick<SynthResult, "mistakes"> & { readonly outputs: readonly StackOutput[] } {
  return inTemporaryFolder((folder) => {
    const { app, stacks, result } = build(fleet, options, folder);
    const outputs: StackOutput[] = [];
    writeStacks(app, stacks, options.onProgress, (model) => outputs.push(outputIn(folder, model)));
    return { mistakes: result.mistakes, outputs };
  });
}

/** Names of the platforms as they are declared now. */
export function platformNames(fleet: Fleet, options: Pick<SynthOptions, "day" | "state">): readonly string[] {
  return inTemporaryFolder((folder) => stacksOf(appOf(fleet, options, folder)).map(({ node }) => node.id));
}

function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "straat-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeAndJudge(fleet: Fleet, options: Omit<SynthOptions, "outdir">, folder: string): SynthResult {
  const clients = clientNames(fleet).filter((name) => options.targets.loadsClient(name));
  const judge = options.judge ?? stackJudgeFor(clients.length, options.onProgress);
  try {
    const { app, all, stacks, result } = build(fleet, options, folder);
    if (result.mistakes.length > 0) return result;
    const house = new House({
      models: all.map((stack) => stack.finalModel),
      whole: options.targets.everything,
      // Whatever is asked for, the platforms are always declared.
      platformsKnown: true,
      day: options.day,
      ...housekeepingOf(fleet),
    });
    judge.meet(house);
    writeStacks(app, stacks, options.onProgress, ({ stack }) =>
      judge.judge(stack, terraformOf(folder, stack)),
    );
    const unread = stacks.flatMap((stack) =>
      unreadFiles(join(folder, "stacks", stack.finalModel.stack), pathOf(stack)),
    );
    if (unread.length > 0) return { ...result, mistakes: unread };
    const models = stacks.map((stack) => stack.finalModel);
    const { judgements, together } = judge.finish();
    return { ...result, assessment: conclude(house, models, judgements, together) };
  } finally {
    judge.stop();
  }
}

function isBroken({ assessment }: SynthResult): boolean {
  return assessment !== undefined && findingsOf(assessment).some(isError);
}

function build(fleet: Fleet, options: Omit<SynthOptions, "outdir">, outdir: string) {
  const { targets, onProgress } = options;
  const app = appOf(fleet, options, outdir);
  for (const name of clientNames(fleet).filter((candidate) => targets.loadsClient(candidate))) {
    onProgress?.(`reading ${name}`);
    addClient(fleet, app, name);
  }
  const all = stacksOf(app);
  const declared = allMistakes(app);
  const mistakes = declared.length > 0 ? declared : targets.unmatched(all.map(pathOf));
  const stacks = mistakes.length > 0 ? [] : all.filter((stack) => targets.includes(pathOf(stack)));
  const result: SynthResult = {
    mistakes,
    assessment: undefined,
    notices: noticesIn(app),
    stacks: stacks.map((stack) => ({ path: pathOf(stack), model: stack.finalModel })),
    gone: [],
  };
  return { app, all, stacks, result };
}

/** An app with the platforms, to which clients are added. */
function appOf(fleet: Fleet, { day, state }: Pick<SynthOptions, "day" | "state">, outdir: string): App {
  withoutTokenStackTraces();
  const app = new App({ outdir, stackTraces: false });
  declareDay(app, day);
  declareStateBackend(app, state);
  addPlatform(fleet, app);
  return app;
}

function stacksOf(app: App): readonly StraatStack[] {
  return app.node.findAll().filter((construct) => construct instanceof StraatStack);
}

/** What `App.synth` does, for some of the stacks. */
function writeStacks(
  app: App,
  stacks: readonly StraatStack[],
  onProgress: SynthOptions["onProgress"],
  onWritten: (model: ModelFile) => void,
): void {
  const session = { outdir: app.outdir, skipValidation: false, manifest: app.manifest };
  for (const stack of stacks) stack.prepareStack();
  for (const stack of stacks) {
    onProgress?.(`writing ${pathOf(stack)}`);
    stack.synthesizer.synthesize(session);
    onWritten(stack.finalModel);
  }
  app.manifest.writeToFile();
}
