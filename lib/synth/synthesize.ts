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
import type { Day } from "../model/day";
import type { Mistake } from "../model/mistake";
import type { ModelFile, Notice } from "../model/model-file";
import { addClient, clientNames, type Fleet } from "./fleet";
import { OutputDirectory } from "./output-directory";
import { withoutTokenStackTraces } from "./stack-traces";
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
}

export interface SynthResult {
  /** Mistakes met; when there is one, nothing was written. */
  readonly mistakes: readonly Mistake[];
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
 * a say. With one mistake anywhere nothing is written and the previous result stays.
 */
export function synthesize(fleet: Fleet, options: SynthOptions): SynthResult {
  const output = new OutputDirectory(options.outdir);
  try {
    const { app, stacks, result } = build(fleet, options, output.staging);
    if (result.mistakes.length > 0) return result;
    writeStacks(app, stacks, options.onProgress);
    return { ...result, gone: output.commit(options.targets.everything) };
  } finally {
    output.discard();
  }
}

/** What a synth would make, without writing it. */
export function inspect(fleet: Fleet, options: Omit<SynthOptions, "outdir">): SynthResult {
  const folder = mkdtempSync(join(tmpdir(), "straat-"));
  try {
    return build(fleet, options, folder).result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(fleet: Fleet, options: Omit<SynthOptions, "outdir">, outdir: string) {
  const { targets, onProgress } = options;
  withoutTokenStackTraces();
  const app = new App({ outdir, stackTraces: false });
  declareDay(app, options.day);
  declareStateBackend(app, options.state);
  fleet.platform(app);
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
    notices: noticesIn(app),
    stacks: stacks.map((stack) => ({ path: pathOf(stack), model: stack.finalModel })),
    gone: [],
  };
  return { app, stacks, result };
}

function stacksOf(app: App): readonly StraatStack[] {
  return app.node.findAll().filter((construct) => construct instanceof StraatStack);
}

/** What `App.synth` does, for some of the stacks. */
function writeStacks(app: App, stacks: readonly StraatStack[], onProgress: SynthOptions["onProgress"]): void {
  const session = { outdir: app.outdir, skipValidation: false, manifest: app.manifest };
  for (const stack of stacks) stack.prepareStack();
  for (const stack of stacks) {
    onProgress?.(`writing ${pathOf(stack)}`);
    stack.synthesizer.synthesize(session);
  }
  app.manifest.writeToFile();
}
