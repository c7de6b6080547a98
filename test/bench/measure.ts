import type { Measurement } from "./measurement";
import { modelsByClient } from "./models";
import { countResources } from "./same-output";

/**
 * Measures one synth in a process of its own, so that no run profits from code another one made hot or pays for its
 * garbage, and writes it as one line of JSON:
 *
 *     node -r tsx/cjs test/bench/measure.ts straat|plain|beside COUNT OUTDIR CLIENT_FILES GUEST_TEXTS
 *
 * With `--cpu-prof` before `-r` it shows where the time goes.
 */
function main([variant, count, outdir, clientFiles, guestTexts]: readonly string[]): Measurement {
  if (outdir === undefined || clientFiles === undefined || guestTexts === undefined) {
    throw new Error("expected five arguments");
  }
  const synth = load(variant, Number(count), clientFiles, guestTexts);
  const start = now();
  const judging: Moment[] = [];
  synth(outdir, () => {
    if (judging.length === 0) judging.push(now());
  });
  const end = now();
  // What judges nothing is done when it has written.
  const [written = end] = judging;
  return {
    loadMs: start.ms,
    synthMs: written.ms - start.ms,
    peakMib: written.peakMib,
    rulesMs: end.ms - written.ms,
    rulesPeakMib: end.peakMib,
    reachMs: variant === "straat" ? timeOf(() => askEverybody(outdir)) : 0,
    resources: countResources(outdir),
  };
}

interface Moment {
  /** Since the start of the process. */
  readonly ms: number;
  /** Most memory the process held until then. */
  readonly peakMib: number;
}

function now(): Moment {
  return { ms: performance.now(), peakMib: process.resourceUsage().maxRSS / 1024 };
}

/** The whole matrix of every client: from everybody to everybody, over all ports. */
function askEverybody(outdir: string): void {
  const { Reachability } =
    require("../../lib/network/reachability") as typeof import("../../lib/network/reachability");
  for (const models of modelsByClient(outdir)) {
    const street = new Reachability(models);
    for (const from of street.places) for (const to of street.places) street.spaceBetween(from, to);
  }
}

function timeOf(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Loads the code of a variant, and runs none of it. */
function load(
  variant: string | undefined,
  count: number,
  clientFiles: string,
  guestTexts: string,
): (outdir: string, onJudging: () => void) => void {
  if (variant === "straat" || variant === "beside") {
    const { synthesizeClients } = require("./straat") as typeof import("./straat");
    return (outdir, onJudging) => synthesizeClients(clientFiles, outdir, onJudging, variant === "straat");
  }
  const { synthesizeClients } = require("./plain") as typeof import("./plain");
  return (outdir) => synthesizeClients(count, outdir, guestTexts);
}

process.stdout.write(`${JSON.stringify(main(process.argv.slice(2)))}\n`);
