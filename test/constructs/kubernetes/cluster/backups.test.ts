import { describe, expect, test } from "@jest/globals";
import { clusterBackupPlan } from "../../../../lib/constructs/kubernetes/cluster/velero-backups";
import { MaintenanceWindow } from "../../../../lib/model/maintenance-window";
import { FIGURES } from "../../../../lib/model/promises/figures";
import type { Body } from "../../../support/app";
import { PROPS, platformOf } from "./platform-view";

const view = platformOf();
const daily = view.object("Schedule", "daily", "velero")["spec"] as Body;
const weekly = view.object("Schedule", "weekly", "velero")["spec"] as Body;
const store = view.object("BackupStorageLocation", "west", "velero")["spec"] as Body;

/** Minutes of the day at which a schedule of Velero's starts, in UTC. */
function startsOf(cron: string): readonly number[] {
  const [minute = "", hours = "", day, month] = cron.split(" ");
  expect([day, month]).toEqual(["*", "*"]);
  return hours.split(",").map((hour) => Number(hour) * 60 + Number(minute));
}

/** The longest a run takes, in minutes, as the schedule itself bounds it, with the snapshots before the data is moved. */
const LONGEST = clusterBackupPlan(MaintenanceWindow.SHEET).maximumMinutes;

describe("backups of a cluster", () => {
  test("are kept 21 nights, and one a week 6 weeks (B-15, H-09)", () => {
    expect(FIGURES.backupNights * 24).toBe(504);
    expect(FIGURES.backupWeeks * 7 * 24).toBe(1008);
    expect(daily["template"].ttl).toBe("504h0m0s");
    expect(weekly["template"].ttl).toBe("1008h0m0s");
    expect(weekly["schedule"]).toMatch(/^\d+ \d+ \* \* 0$/);
  });

  test("lose no more than 24 hours, the run itself included (H-07, C2)", () => {
    const starts = startsOf(daily["schedule"]);
    const gaps = starts.map((start, at) => (starts[at + 1] ?? (starts[0] as number) + 24 * 60) - start);
    expect(gaps.reduce((sum, gap) => sum + gap, 0)).toBe(24 * 60);
    expect(daily["template"].itemOperationTimeout).toBe("1h0m0s");
    expect(LONGEST).toBeGreaterThan(60);
    expect(Math.max(...gaps) + LONGEST).toBeLessThanOrEqual(FIGURES.backupLossHours * 60);
    // Once a day would be too much, however short the run.
    expect(24 * 60 + 1).toBeGreaterThan(FIGURES.backupLossHours * 60);
  });

  test("end before nodes may be restarted, on every night of the year", () => {
    const wrong: string[] = [];
    for (let day = 0; day < 365; day++) {
      for (const start of startsOf(daily["schedule"])) {
        for (let minute = 0; minute < LONGEST; minute += 5) {
          const moment = new Date(Date.UTC(2027, 0, 1 + day, 0, start + minute));
          if (MaintenanceWindow.SHEET.contains(moment)) wrong.push(moment.toISOString());
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("would be told of if they did not: a window in the evening is refused", () => {
    const window = MaintenanceWindow.of({ start: "21:00", end: "23:00" });
    const { complaint } = platformOf({ window });
    expect(complaint).toContain("a backup can still run");
    expect(complaint).toContain("window");
  });

  test("don't meet each other: the weekly one begins when the daily one is done", () => {
    const [minute, hour] = (weekly["schedule"] as string).split(" ").map(Number) as [number, number];
    const start = hour * 60 + minute;
    for (const other of startsOf(daily["schedule"])) expect(Math.abs(start - other)).toBeGreaterThan(LONGEST);
  });

  test("go to another data centre, over TLS, with a credential that stands nowhere here (B-16, H-08)", () => {
    expect(store).toMatchObject({
      accessMode: "ReadWrite",
      default: true,
      credential: { name: "store-west", key: "cloud" },
      objectStorage: {
        bucket: "straat-oost",
        prefix: "oost",
        caCertRef: { name: "store-west", key: "ca.crt" },
      },
      config: { s3Url: "https://s3-west.example.nl", region: "west" },
    });
    for (const { template } of [daily, weekly] as readonly Body[])
      expect(template.storageLocation).toBe("west");
    const { authority, ...others } = PROPS.backups;
    expect(authority).toBeDefined();
    const trusted = platformOf({ backups: others }).object("BackupStorageLocation", "west", "velero");
    expect(trusted["spec"].objectStorage).not.toHaveProperty("caCertRef");
  });

  test("hold every tenant there is and will be, with the data of its volumes, and neither secrets nor what is installed", () => {
    for (const { template } of [daily, weekly] as readonly Body[]) {
      expect(template).toMatchObject({
        includedNamespaces: ["*"],
        snapshotVolumes: true,
        snapshotMoveData: true,
      });
      expect(template.excludedResources).toContain("secrets");
      expect(template.excludedNamespaces).toEqual(
        expect.arrayContaining(["kube-system", "velero", "straat-logs", "straat-scanner"]),
      );
      expect(template.labelSelector).toBeUndefined();
    }
  });

  test("outlive their schedule", () => {
    for (const spec of [daily, weekly]) expect(spec["useOwnerReferencesInBackup"]).toBe(false);
  });
});
