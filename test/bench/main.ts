import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Stopped, type TempFolder, withTempFolder } from "../tools/temp-folder";
import { writeClientFiles } from "./client-files";
import { CLIENTS_MAX } from "./declared";
import { extractGuestTexts } from "./guest-texts";
import { type Measurement, type Samples, VARIANTS, type Variant } from "./measurement";
import { benchReview } from "./review";
import { proveSameOutput } from "./same-output";
import { printRatios } from "./table";

const HELP = `npm run bench -- [--clients 1,10,100] [--rounds 3] [--review]

Synthesizes clients with Straat, and with plain cdktf code that makes the same Terraform.
Prints medians of time and peak memory, what all rules take beside a synth, and what a review takes; only ratios
hold from one machine to another. With --review only the last.
`;

/**
 * Runs the bench. This process itself loads no engine and no stacks: on Linux a child starts with its parent's
 * memory as its peak.
 */
async function main(args: readonly string[]): Promise<void> {
  const { clients, rounds, review } = parse(args);
  await withTempFolder("straat-bench-", async (folder) => {
    if (!review) {
      await prove(folder);
      const samples = new Map<number, Samples>();
      for (const count of clients) samples.set(count, await sample(folder, count, rounds));
      printRatios(samples, rounds);
    }
    await benchReview(folder, rounds);
  });
}

class UsageError extends Error {}

function parse(args: readonly string[]) {
  const values = readOptions(args);
  const clients = values.clients.split(",").map(Number);
  const rounds = Number(values.rounds);
  const isCount = (value: number) => Number.isInteger(value) && value >= 1 && value <= CLIENTS_MAX;
  if (isCount(rounds) && clients.every(isCount)) return { clients, rounds, review: values.review };
  throw new UsageError(`Numbers here go from 1 to ${CLIENTS_MAX}.`);
}

function readOptions(args: readonly string[]) {
  const clients = { type: "string", default: "1,10,100" } as const;
  const rounds = { type: "string", default: "3" } as const;
  const review = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { clients, rounds, review } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A comparison of two programs means something only while both do the same. */
async function prove(folder: TempFolder): Promise<void> {
  const outdirs = { straat: join(folder.path, "proof-straat"), plain: join(folder.path, "proof-plain") };
  await writeGuestTexts(folder, 1);
  for (const variant of ["straat", "plain"] as const) await measure(folder, variant, 1, outdirs[variant]);
  proveSameOutput(outdirs.straat, outdirs.plain);
}

/** The plain variant takes what servers read from files; this makes the files. */
async function writeGuestTexts(folder: TempFolder, count: number): Promise<void> {
  const outdir = join(folder.path, "guest-texts-from");
  await measure(folder, "straat", count, outdir);
  extractGuestTexts(outdir, join(folder.path, `guest-texts-${count}`));
  rmSync(outdir, { recursive: true });
}

/** Variants take turns, so that a machine that slows down for a while does so for both. */
async function sample(folder: TempFolder, count: number, rounds: number): Promise<Samples> {
  const samples: Record<Variant, Measurement[]> = { straat: [], plain: [], beside: [] };
  await writeGuestTexts(folder, count);
  for (let round = 1; round <= rounds; round++) {
    for (const variant of VARIANTS) {
      process.stderr.write(`clients: ${count}, round ${round} of ${rounds}: ${variant}\n`);
      const outdir = join(folder.path, "out");
      samples[variant].push(await measure(folder, variant, count, outdir));
      rmSync(outdir, { recursive: true });
    }
  }
  return samples;
}

async function measure(
  folder: TempFolder,
  variant: Variant,
  count: number,
  outdir: string,
): Promise<Measurement> {
  const clientFiles = join(folder.path, `clients-${count}`);
  const guestTexts = join(folder.path, `guest-texts-${count}`);
  writeClientFiles(clientFiles, count);
  const answer = join(folder.path, "measurement.json");
  const file = openSync(answer, "w");
  try {
    const script = join(__dirname, "measure.ts");
    const args = ["-r", "tsx/cjs", script, variant, String(count), outdir, clientFiles, guestTexts];
    const code = await folder.run(process.execPath, args, { stdio: ["ignore", file, "inherit"] });
    if (code !== 0) throw new Error(`${variant} with ${count} clients ended with exit code ${code}`);
  } finally {
    closeSync(file);
  }
  return JSON.parse(readFileSync(answer, "utf8"));
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.exitCode = error instanceof Stopped ? error.exitCode : 1;
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${HELP}`);
  else if (!(error instanceof Stopped)) process.stderr.write(`${error.stack}\n`);
});
