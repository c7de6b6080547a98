import { describe, expect, test } from "@jest/globals";
import {
  ScheduledJob,
  type ScheduledJobProps,
} from "../../../../lib/constructs/kubernetes/workloads/scheduled-job";
import { tenantOf } from "../../../support/cluster-site";
import { declaredIn, mistakeIn, POD } from "./declared";

const PROPS: ScheduledJobProps = { ...POD, schedule: "30 3 * * *" };

const job = (changes: Partial<ScheduledJobProps> = {}) =>
  declaredIn((tenant) => new ScheduledJob(tenant, "web", { ...PROPS, ...changes }));

const refused = (changes: Partial<ScheduledJobProps>, property: string) =>
  mistakeIn(
    tenantOf((tenant) => new ScheduledJob(tenant, "web", { ...PROPS, ...changes })),
    property,
  );

describe("a scheduled job runs at set times and ends", () => {
  test("on the clock of Amsterdam, never twice at once, and only so much later than planned", () => {
    const declared = job();
    expect(declared.one("CronJob").spec).toMatchObject({
      schedule: "30 3 * * *",
      timeZone: "Europe/Amsterdam",
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      suspend: false,
    });
    expect(declared.address("CronJob")).toBe("kubernetes_cron_job_v1.apps_web");
  });

  test("it has a deadline, and is tried again twice in new pods", () => {
    const { spec } = job().one("CronJob");
    expect(spec.jobTemplate.spec).toMatchObject({
      activeDeadlineSeconds: 3600,
      backoffLimit: 2,
      parallelism: 1,
      completions: 1,
    });
    expect(job().template["spec"].restartPolicy).toBe("Never");
    const own = job({ deadline: 60, retries: 0, startingDeadline: 3600 }).one("CronJob").spec;
    expect(own.jobTemplate.spec).toMatchObject({ activeDeadlineSeconds: 60, backoffLimit: 0 });
    expect(own.startingDeadlineSeconds).toBe(3600);
  });

  test("it stands in for nobody: no budget, no scaler, no spread and no probes", () => {
    const declared = job();
    expect(declared.kinds).toEqual(["CronJob", "NetworkPolicy", "ServiceAccount"]);
    for (const part of ["affinity", "topologySpreadConstraints"]) {
      expect(declared.template["spec"]).not.toHaveProperty(part);
    }
    expect(declared.container).not.toHaveProperty("livenessProbe");
    expect(declared.record).toMatchObject({ kind: "scheduled-job", ports: [], replicas: { min: 0, max: 1 } });
  });

  test("it asks its quota for one pod", () => {
    let demand: object = {};
    tenantOf((tenant) => {
      demand = new ScheduledJob(tenant, "web", PROPS).demand;
    });
    expect(demand).toMatchObject({ pods: 1, cpu: 250n, storage: 0n });
  });

  test.each([
    [{ schedule: "@daily" }, "schedule", '"@daily"', "is not a schedule of five fields"],
    [{ schedule: undefined as never }, "schedule", "(missing)", "is not a schedule of five fields"],
    [{ schedule: "61 3 * * *" }, "schedule", '"61 3 * * *"', "its minute"],
    [{ schedule: "30 2 * * *" }, "schedule", '"30 2 * * *"', "comes twice"],
    [{ deadline: 5 }, "deadline", "5", "is not a whole number from 10 to 86400"],
    [{ deadline: 86_401 }, "deadline", "86401", "is not a whole number"],
    [{ startingDeadline: 10 }, "startingDeadline", "10", "is not a whole number from 60"],
    [{ retries: -1 }, "retries", "-1", "is not a whole number from 0 to 10"],
    [{ retries: 0.5 }, "retries", "0.5", "is not a whole number from 0 to 10"],
  ] as const)("refuses %j", (changes, property, value, problem) => {
    const mistake = refused(changes as Partial<ScheduledJobProps>, property);
    expect(mistake).toMatchObject({ value, problem: expect.stringContaining(problem) });
    expect(mistake.remedy).toContain("write");
  });

  test("between two and three is fine on working days", () => {
    expect(job({ schedule: "30 2 * * MON-FRI" }).one("CronJob").spec.schedule).toBe("30 2 * * MON-FRI");
  });
});
