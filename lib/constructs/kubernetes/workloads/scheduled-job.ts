import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { checkProperties, type Known } from "../../../model/known-properties";
import { checkClockChange, parseCron } from "../../../model/kubernetes/cron";
import type { WorkloadRecord } from "../../../model/kubernetes-record";
import { InvalidError } from "../../../model/mistake";
import { shownValue } from "../../../model/text";
import { checkDeclared } from "../../findings";
import { pathOf } from "../../path";
import type { Tenant } from "../tenant";
import { type Demand, Workload } from "../workload";
import { metadataOf, ownAddress } from "./naming";
import { checkPod, POD_PROPERTIES, type Pod, type PodProps } from "./pod";
import { podTemplate } from "./pod-template";
import { demandOf } from "./resources";
import { addSecrets } from "./secret-files";
import { addServiceAccount } from "./service-account";
import { stopAtOnce } from "./stopping";

export interface ScheduledJobProps extends PodProps {
  /**
   * When it is started: minute, hour, day of the month, month and day of the week, as on a clock in Amsterdam. Not from 02:00 to
   * 03:00 on a day that may be a Sunday: that hour is missing in March, and comes twice in October.
   */
  readonly schedule: string;
  /** How long it may run, retries included, in seconds, from 10 to a day. Then it is ended and has failed. @default 3600 */
  readonly deadline?: number;
  /** How much later than planned it may still be started, in seconds, from 60 to a day. @default 600 */
  readonly startingDeadline?: number;
  /** How often it is tried again when it fails, 0 to 10. It has to be such that doing it twice does no harm. @default 2 */
  readonly retries?: number;
}

const PROPERTIES: Known<ScheduledJobProps> = {
  ...POD_PROPERTIES,
  schedule: true,
  deadline: true,
  startingDeadline: true,
  retries: true,
};

const TIME_ZONE = "Europe/Amsterdam";

const DAY_SECONDS = 86_400;
const DEADLINE_SECONDS = 3600;
const STARTING_DEADLINE_SECONDS = 600;
const RETRIES = 2;
/** Jobs that are kept to look at, of each kind. */
const HISTORY = 3;

/** Work that is done at set times and ends; never twice at the same time (B-22, H-19). */
export class ScheduledJob extends Workload {
  readonly record: WorkloadRecord;
  readonly demand: Demand;

  constructor(tenant: Tenant, id: string, declared: ScheduledJobProps) {
    super(tenant, id);
    const parts = checkDeclared(this, declared, (check) => {
      const props = checkProperties("", declared, PROPERTIES, "a scheduled job", check);
      const {
        deadline = DEADLINE_SECONDS,
        startingDeadline = STARTING_DEADLINE_SECONDS,
        retries = RETRIES,
      } = props;
      const number = (name: string, value: number, min: number, max: number, usual: number) =>
        check.attempt(name, () => checkNumber(value, min, max)) ?? usual;
      return {
        pod: checkPod(props, tenant, [], check),
        schedule: check.attempt("schedule", () => checkSchedule(props.schedule)) ?? "",
        deadline: number("deadline", deadline, 10, DAY_SECONDS, DEADLINE_SECONDS),
        startingDeadline: number(
          "startingDeadline",
          startingDeadline,
          60,
          DAY_SECONDS,
          STARTING_DEADLINE_SECONDS,
        ),
        retries: number("retries", retries, 0, 10, RETRIES),
      };
    });
    this.addCronJob(parts);
    this.demand = demandOf(parts.pod.resources, 1);
    this.record = {
      path: pathOf(this),
      kind: "scheduled-job",
      namespace: this.namespace,
      labels: this.podLabels,
      pods: tenant.pods,
      front: [],
      ports: [],
      replicas: { min: 0, max: 1 },
      data: false,
    };
  }

  private addCronJob({ pod, schedule, deadline, startingDeadline, retries }: JobParts): void {
    const labels = { ...this.tenant.labelsOf(this.node.id) };
    const job = new CronJobV1(this, "job", {
      metadata: metadataOf(this, this.node.id, pod.optOuts.annotations),
      spec: {
        schedule,
        timezone: TIME_ZONE,
        concurrencyPolicy: "Forbid",
        startingDeadlineSeconds: startingDeadline,
        successfulJobsHistoryLimit: HISTORY,
        failedJobsHistoryLimit: HISTORY,
        suspend: false,
        jobTemplate: {
          metadata: { labels },
          spec: {
            parallelism: 1,
            completions: 1,
            activeDeadlineSeconds: deadline,
            backoffLimit: retries,
            // No probes: a job that hangs meets its deadline. No spread: it stands in for nobody.
            template: podTemplate(this, pod, {
              ...stopAtOnce(pod.grace),
              restartPolicy: "Never",
              spread: undefined,
            }),
          },
        },
      },
      dependsOn: [...this.walls, addServiceAccount(this), ...addSecrets(this, pod.secrets)],
    });
    ownAddress(this, job);
  }
}

interface JobParts {
  readonly pod: Pod;
  readonly schedule: string;
  readonly deadline: number;
  readonly startingDeadline: number;
  readonly retries: number;
}

function checkSchedule(text: string): string {
  checkClockChange(text, parseCron(text));
  return text.trim();
}

function checkNumber(value: unknown, min: number, max: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InvalidError({
    value: shownValue(value),
    problem: `is not a whole number from ${min} to ${max}`,
    remedy: `write ${min} to ${max}, or leave it out`,
  });
}
