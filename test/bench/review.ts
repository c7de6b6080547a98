import { closeSync, openSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatTable } from "../../lib/cli/table";
import type { TempFolder } from "../tools/temp-folder";
import { writeFleet } from "./fleet-project";
import type { PlanMeasurement } from "./measure-plan";
import { writePlan } from "./plan-file";

const CHANGES = 10_000;
const CLIENTS = 100;
const DAY = "2027-01-15";

/**
 * How long a review takes: of a large plan beside reading its JSON, which nobody gets around, and of a change of one client in a
 * large fleet beside synthesizing that client.
 */
export async function benchReview(folder: TempFolder, rounds: number): Promise<void> {
  const [parse, review] = await plans(folder, rounds);
  const [synth, diff] = await diffs(folder, rounds);
  const row = (what: string, one: number, other: number) => [
    what,
    one.toFixed(0),
    other.toFixed(0),
    (other / one).toFixed(2),
  ];
  const rows = [
    row("plan, ms", median(parse.map(({ ms }) => ms)), median(review.map(({ ms }) => ms))),
    row("plan, MiB", median(parse.map(({ mib }) => mib)), median(review.map(({ mib }) => mib))),
    row("diff, ms", median(synth), median(diff)),
  ];
  process.stdout.write(`
${formatTable([["review of a", "beside", "it takes", "ratio"], ...rows])}

A plan of ${CHANGES} changes beside JSON.parse of its file; a diff of one changed client of ${CLIENTS} beside straat synth of that
client, both as commands, from start to end. Medians of ${rounds} rounds; 3, 3 and 2 are the most they may be.
`);
}

async function plans(folder: TempFolder, rounds: number) {
  const path = join(folder.path, "plan.json");
  writePlan(path, CHANGES);
  const measured: Record<"parse" | "review", PlanMeasurement[]> = { parse: [], review: [] };
  for (let round = 1; round <= rounds; round++) {
    for (const what of ["parse", "review"] as const) {
      process.stderr.write(`plan, round ${round} of ${rounds}: ${what}\n`);
      const args = ["-r", "tsx/cjs", join(__dirname, "measure-plan.ts"), what, path];
      measured[what].push(JSON.parse(await output(folder, args)));
    }
  }
  return [measured.parse, measured.review] as const;
}

async function diffs(folder: TempFolder, rounds: number) {
  const cwd = join(folder.path, "fleet");
  const client = writeFleet(cwd, CLIENTS);
  const measured: Record<"synth" | "diff", number[]> = { synth: [], diff: [] };
  for (let round = 1; round <= rounds; round++) {
    for (const what of ["synth", "diff"] as const) {
      process.stderr.write(`diff, round ${round} of ${rounds}: ${what}\n`);
      const args = [join(cwd, "lib/cli/straat.cjs"), what, ...(what === "synth" ? [client] : [])];
      const start = performance.now();
      const code = await folder.run(process.execPath, [...args, "--date", DAY], {
        cwd,
        stdio: ["ignore", "ignore", "inherit"],
      });
      measured[what].push(performance.now() - start);
      // A change of production that acceptance has not yet is for team Tech to look at.
      if (code !== (what === "synth" ? 0 : 5)) throw new Error(`straat ${what} ended with exit code ${code}`);
    }
  }
  return [measured.synth, measured.diff] as const;
}

async function output(folder: TempFolder, args: readonly string[]): Promise<string> {
  const answer = join(folder.path, "measurement.json");
  const file = openSync(answer, "w");
  try {
    const code = await folder.run(process.execPath, args, {
      cwd: resolve(__dirname, "../.."),
      stdio: ["ignore", file, "inherit"],
    });
    if (code !== 0) throw new Error(`${args.at(-2)} ended with exit code ${code}`);
  } finally {
    closeSync(file);
  }
  return readFileSync(answer, "utf8");
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
