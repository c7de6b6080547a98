import { formatTable } from "../../lib/cli/table";
import type { Measurement, Samples } from "./measurement";

const TITLES = [
  "clients",
  "straat ms",
  "plain ms",
  "time",
  "straat MiB",
  "plain MiB",
  "memory",
  "rules ms",
  "rules / synth",
  "after it",
];

/** Prints medians and ratios for each number of clients. */
export function printRatios(samples: ReadonlyMap<number, Samples>, rounds: number): void {
  const rows = [...samples].map(([count, ofCount]) => [
    String(count),
    ...compare(ofCount, ({ synthMs }) => synthMs),
    ...compare(ofCount, ({ peakMib }) => peakMib),
    ...rulesBeside(ofCount),
    median(ofCount.straat.map(({ rulesMs, synthMs }) => rulesMs / synthMs)).toFixed(2),
  ]);
  const resources = [...samples].map(([count, ofCount]) => `${agreedResources(ofCount)} with ${count}`);
  const reach = [...samples].map(([count, { straat }]) => {
    const [asked, synth] = [
      median(straat.map(({ reachMs }) => reachMs)),
      median(straat.map(({ synthMs }) => synthMs)),
    ];
    return `${(asked / synth).toFixed(2)} (${asked.toFixed(0)} ms) with ${count}`;
  });
  const rulesMemory = [...samples].map(([count, { beside }]) => {
    return `${median(beside.map(({ rulesPeakMib }) => rulesPeakMib)).toFixed(0)} with ${count}`;
  });
  const everything = [...samples.values()];
  const [straatLoad, plainLoad, loadRatio] = compare(
    {
      straat: everything.flatMap(({ straat }) => straat),
      plain: everything.flatMap(({ plain }) => plain),
      beside: [],
    },
    ({ loadMs }) => loadMs,
  );
  process.stdout.write(`${formatTable([TITLES, ...rows])}

Time and memory are of building and writing. Ratios are Straat / plain, medians of ${rounds} rounds; below 1 Straat is
faster or smaller. Rules judge what was written, which plain code does not: the time they add to a synth as it comes, and
its share of building and writing; "after it" is that share where nothing is judged before all is written.
Memory in MiB at the end, when all rules were asked: ${rulesMemory.join(", ")} clients.
Loading, not in the table: ${straatLoad} ms and ${plainLoad} ms (${loadRatio}).
Who reaches whom, asked of every client's walls, beside Straat's synth: ${reach.join(", ")}.
Resources and data sources, the same number in both: ${resources.join(", ")} clients.
`);
}

/** What rules add to a synth as it comes, in milliseconds and as a share of one without them. */
function rulesBeside({ straat, beside }: Samples): readonly string[] {
  const without = median(straat.map(({ synthMs }) => synthMs));
  const added = median(beside.map(({ synthMs, rulesMs }) => synthMs + rulesMs)) - without;
  return [added.toFixed(0), (added / without).toFixed(2)];
}

/** Straat's median, plain's, and the ratio. */
function compare(samples: Samples, figure: (measurement: Measurement) => number): readonly string[] {
  const [straat, plain] = [median(samples.straat.map(figure)), median(samples.plain.map(figure))];
  return [straat.toFixed(0), plain.toFixed(0), (straat / plain).toFixed(2)];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = Number.NaN, high = low] = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return (low + high) / 2;
}

function agreedResources({ straat, plain, beside }: Samples): number {
  const counts = new Set([...straat, ...plain, ...beside].map(({ resources }) => resources));
  const [count = 0] = counts;
  if (counts.size === 1) return count;
  throw new Error(`the variants made different numbers of resources: ${[...counts].join(", ")}`);
}
