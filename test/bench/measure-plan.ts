import { readFileSync } from "node:fs";
import { hazardsOf } from "../../lib/review/hazards/hazards-of";
import { readPlanChanges } from "../../lib/review/plan/read-plan-changes";

/** What a process measured of itself while it read one plan. */
export interface PlanMeasurement {
  readonly ms: number;
  /** What it took at most, the text of the file among it, and not what the program itself holds. */
  readonly mib: number;
}

/**
 * Measures in a process of its own, and writes one line of JSON:
 *
 *     node -r tsx/cjs test/bench/measure-plan.ts parse|review PLAN
 */
function main([what, path]: readonly string[]): PlanMeasurement {
  if (path === undefined) throw new Error("expected two arguments");
  const before = process.memoryUsage().rss;
  const text = readFileSync(path, "utf8");
  const start = performance.now();
  const kept = what === "parse" ? JSON.parse(text) : reviewed(text, path);
  const ms = performance.now() - start;
  const measured = { ms, mib: process.resourceUsage().maxRSS / 1024 - before / 1024 ** 2 };
  if (kept === undefined) throw new Error("nothing was read");
  return measured;
}

function reviewed(text: string, path: string) {
  const { resources, drift, checks, partial, digest } = readPlanChanges(text, path);
  const changes = { changes: resources, drift, checks, partial };
  const hazards = hazardsOf([{ model: NOBODY, ...changes }]);
  return { digest, hazards, changes: resources.map(({ change }) => change) };
}

/** A stack of which nothing is known: what servers mean to each other is not what is measured. */
const NOBODY = { stack: "bench", groups: [], walls: [], flows: [], zones: [] } as unknown as Parameters<
  typeof hazardsOf
>[0][number]["model"];

process.stdout.write(`${JSON.stringify(main(process.argv.slice(2)))}\n`);
