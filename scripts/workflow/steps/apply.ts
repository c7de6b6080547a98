import { join } from "node:path";
import { given, type Job, kept, needed, summary } from "../job";
import { changesNothing } from "../read-review";
import { fileNameOf, stacksIn } from "../stacks";
import { type Step, straat, synthesize } from "../step";
import { planned } from "./plan";
import { REVIEWED } from "./reviewed";

export const apply: Step = {
  says: "applies STRAAT_STACKS one after the other, each only by the digest that was reviewed: applied/",
  run: async (job) => {
    const digests: Readonly<Record<string, unknown>> = JSON.parse(kept(job, REVIEWED, "reviewed"));
    const paths = stacksIn(needed(job, "STRAAT_STACKS"));
    const made = await synthesize(job);
    if (made !== 0) return made;
    for (const [index, path] of paths.entries()) {
      const status = await applied(job, path, digests[fileNameOf(path)]);
      if (status === 0) continue;
      // What comes next may stand on it.
      const rest = paths.slice(index + 1);
      if (rest.length > 0) job.say(`Not applied either: ${rest.join(", ")}.`);
      return status;
    }
    return 0;
  },
};

async function applied(job: Job, path: string, digest: unknown): Promise<number> {
  const review = await planned(job, path);
  if (review === undefined) return 1;
  if (changesNothing(review)) {
    job.say(`${path} is as it should be.`);
    return 0;
  }
  if (typeof digest !== "string" || digest !== review.digest) {
    const why =
      typeof digest === "string"
        ? "What Terraform would do now is not what was reviewed."
        : "Nobody has reviewed a plan of this stack yet.";
    refuse(job, path, `${why} ${howToGoOn(job, path, review.digest)}`);
    return 1;
  }
  return straat(job, "apply", path, "--reviewed", digest, "--output", join(job.results, "applied"));
}

function refuse(job: Job, path: string, why: string): void {
  job.say(`${path} was not applied. ${why}`);
  summary(job, `**${path} was not applied.** ${why}`);
}

function howToGoOn(job: Job, path: string, digest: string | undefined): string {
  if (digest === undefined) return "Its plan has no digest.";
  const isHere = given(job, "GITHUB_ACTIONS") === undefined;
  const command = isHere
    ? `straat apply ${path} --reviewed ${digest}`
    : `gh workflow run apply.yml -f stack=${path} -f digest=${digest}`;
  return `Read the review of this plan; where it is right, start \`${command}\`.`;
}
