import { rmSync } from "node:fs";
import { join } from "node:path";
import { kept, summary } from "../job";
import { type Step, straat } from "../step";

/** An npm script of the repository. */
function npm(says: string, ...args: readonly string[]): Step {
  return { says, run: async ({ run }) => (await run("npm", args)).status };
}

export const types = npm("type check", "run", "--silent", "typecheck");
export const lint = npm("format and lint", "run", "--silent", "lint");
export const tests = npm("the test suite", "test", "--silent");

/** SARIF for GitHub, and the same as Markdown for the page of the run. Rules that are broken are a report too. */
export const rules: Step = {
  says: "judges every stack by the rules: rules.sarif, rules.md",
  run: async (job) => {
    for (const name of ["rules.sarif", "rules.md"]) rmSync(join(job.results, name), { force: true });
    const written = await straat(
      job,
      "check",
      "--format",
      "sarif",
      "--file",
      join(job.results, "rules.sarif"),
    );
    if (written > 1) return written;
    const status = await straat(
      job,
      "check",
      "--format",
      "markdown",
      "--file",
      join(job.results, "rules.md"),
    );
    // With a mistake in what is declared nothing was judged, and the mistake was told.
    if (written === 0) summary(job, kept(job, "rules.md", "rules"));
    return status;
  },
};

/** Who has access until when, and how each promise is kept: made at every build, whatever changed (I-06, V-01). */
export const evidence: Step = {
  says: "how each promise is kept, and who has access: evidence/",
  run: (job) => straat(job, "evidence", "--output", join(job.results, "evidence")),
};
