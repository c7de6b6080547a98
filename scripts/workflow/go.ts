import type { Job } from "./job";
import { ROWS, STEPS } from "./steps";

/** Exit code of a command that was not understood, as `straat` has it. */
const USAGE = 2;

const HELP = `The steps of the workflows in .github/workflows, for any machine. Results are kept in workflow.out.

  npx tsx scripts/workflow.ts STEP|ROW...

Steps
${Object.entries(STEPS)
  .map(([name, { says }]) => `  ${name.padEnd(11)}${says}`)
  .join("\n")}

Rows of steps, of which the first that fails is the last
${Object.entries(ROWS)
  .map(([name, steps]) => `  ${name}: ${steps.join(", ")}`)
  .join("\n")}

Environment
  STRAAT_BASE          a revision to compare with; what straat diff takes by itself unless given
  STRAAT_STACKS        paths of stacks to plan or apply, with a space between
  STRAAT_PULL_REQUEST  number of the pull request to comment on; GITHUB_REPOSITORY says where, gh has to be logged in
`;

/** Goes through steps, and stops at the first that fails. Answers its exit code. */
export async function go(job: Job, names: readonly string[]): Promise<number> {
  const steps = names.flatMap((name) => (Object.hasOwn(ROWS, name) ? (ROWS[name] ?? []) : [name]));
  const unknown = steps.filter((name) => !Object.hasOwn(STEPS, name));
  for (const name of unknown) job.say(`There is no step ${name}.`);
  if (steps.length === 0 || unknown.length > 0) {
    job.say(HELP);
    return USAGE;
  }
  for (const name of steps) {
    if (steps.length > 1) job.say(`\n== ${name}`);
    const status = await runStep(job, name);
    if (status !== 0) {
      job.say(`The step ${name} ended with exit code ${status}.`);
      return status;
    }
  }
  return 0;
}

async function runStep(job: Job, name: string): Promise<number> {
  try {
    return (await STEPS[name]?.run(job)) ?? USAGE;
  } catch (error) {
    job.say(`${name}: ${(error as Error).message}`);
    return 1;
  }
}
