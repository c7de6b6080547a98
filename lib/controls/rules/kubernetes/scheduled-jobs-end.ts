import { checkClockChange, parseCron } from "../../../model/kubernetes/cron";
import { InvalidError } from "../../../model/mistake";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, numberIn, textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";

const ZONE = "Europe/Amsterdam";

/** A job that starts later than so many seconds after its time would run into the next: a day. */
const DEADLINE_MAX = 86_400;

/** H-19, B-20: a job runs by the clock on the wall, ends, and leaves a trace of how it went. */
export const scheduledJobsEnd = stackRule<MadeObject>({
  id: "scheduled-jobs-end",
  info: "every scheduled job runs by the clock of Amsterdam, has a time by which it has started and ended, one run at a time, and a trace of the last ones",
  explanation:
    "By a clock that is not told, a job of the night runs an hour or two beside it, into somebody's maintenance window. One without an end runs twice at once, or holds its lock for ever, and one without history fails unseen.",
  remedy:
    "write timezone Europe/Amsterdam, starting_deadline_seconds, concurrency_policy Forbid, active_deadline_seconds and both history limits",
  promises: ["H-19", "B-20"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => ofKind(stack, GROUPS.batch, "CronJob"),
  judge({ spec }) {
    const job = inner(spec, "jobTemplate", "spec");
    const zone = textIn(spec, "timeZone");
    const policy = textIn(spec, "concurrencyPolicy") ?? "Allow";
    return problemsOf(
      unless(zone === ZONE, `it runs by the clock of ${zone ?? "the cluster"}, not of Amsterdam`),
      ...wrongSchedule(spec.text("schedule")),
      unless(policy !== "Allow", "two of its runs may be on at once"),
      unless(spec.values.suspend !== true, "it is suspended, and never runs"),
      ...wrongDeadlines(spec, job),
      ...["successfulJobsHistoryLimit", "failedJobsHistoryLimit"].map((key) =>
        unless(numberIn(spec, key) !== 0, `it keeps no trace of runs (${key})`),
      ),
      unless(
        (textIn(inner(job, "template", "spec"), "restartPolicy") ?? "Always") !== "Always",
        "its pods are started again whatever they end with",
      ),
    );
  },
});

/** A time that never comes, or comes twice, is no time of the night. */
function wrongSchedule(schedule: string): readonly string[] {
  if (/TZ=/.test(schedule)) return ["its schedule names a zone of its own"];
  try {
    checkClockChange(schedule, parseCron(schedule));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    return error.mistakes.map(({ value, problem }) => `its schedule ${value} ${problem}`);
  }
}

function wrongDeadlines(spec: Fields, job: Fields): readonly string[] {
  const start = numberIn(spec, "startingDeadlineSeconds");
  const end =
    numberIn(job, "activeDeadlineSeconds") ??
    numberIn(inner(job, "template", "spec"), "activeDeadlineSeconds");
  return problemsOf(
    unless(start !== undefined && start <= DEADLINE_MAX, "it may start at any time after its own"),
    // The controller looks every ten seconds, so with less a run may never start.
    unless(start === undefined || start >= 10, "it has to start sooner than anybody looks whether it should"),
    unless(end !== undefined && end > 0, "it may run for ever"),
  );
}
