import { join } from "node:path";
import { counted } from "../../../lib/controls/report/text";
import type { Review } from "../../../lib/review/review";
import { given, type Job, kept, needed, summary } from "../job";
import { changesNothing } from "../read-review";
import { fileNameOf, stacksIn } from "../stacks";
import { type Step, straat, synthesize } from "../step";
import { type Agreed, agreedIn, untold } from "../told";
import { planned } from "./plan";
import { REVIEWED } from "./reviewed";

export const apply: Step = {
  says: "applies STRAAT_STACKS one after the other, each only by the digest that was reviewed: applied/",
  run: async (job) => {
    const reviewed: Readonly<Record<string, unknown>> = JSON.parse(kept(job, REVIEWED, "reviewed"));
    const paths = stacksIn(needed(job, "STRAAT_STACKS"));
    const made = await synthesize(job);
    if (made !== 0) return made;
    for (const [index, path] of paths.entries()) {
      const status = await applied(job, path, agreedIn(reviewed[fileNameOf(path)]));
      if (status === 0) continue;
      // What comes next may stand on it.
      const rest = paths.slice(index + 1);
      if (rest.length > 0) job.say(`Not applied either: ${rest.join(", ")}.`);
      return status;
    }
    return 0;
  },
};

async function applied(job: Job, path: string, agreed: Agreed | undefined): Promise<number> {
  const review = await planned(job, path);
  if (review === undefined) return 1;
  if (changesNothing(review)) {
    job.say(`${path} is as it should be.`);
    return 0;
  }
  const why = whyNot(review, agreed);
  if (agreed === undefined || why !== undefined) {
    refuse(job, path, `${why} ${howToGoOn(job, path, review.digest)}`);
    return 1;
  }
  return straat(job, "apply", path, "--reviewed", agreed.digest, "--output", join(job.results, "applied"));
}

function whyNot(review: Review, agreed: Agreed | undefined): string | undefined {
  if (agreed === undefined) return "Nobody has reviewed a plan of this stack yet.";
  if (agreed.digest !== review.digest) return "What Terraform would do now is not what was reviewed.";
  const more = untold(review, agreed);
  return more === 0
    ? undefined
    : `It means more than the review told: ${counted(more, "thing")} nobody was shown.`;
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
