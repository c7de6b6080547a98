import { describe, expect, test } from "@jest/globals";
import { lastStart } from "../../../../lib/constructs/kubernetes/cluster/reboots";
import { MaintenanceWindow } from "../../../../lib/model/maintenance-window";
import { FIGURES } from "../../../../lib/model/promises/figures";
import type { Body } from "../../../support/app";
import { PROPS, platformOf } from "./platform-view";

function kuredOf(changes: Parameters<typeof platformOf>[0] = {}): Body {
  return platformOf(changes).object("DaemonSet", "kured")["spec"].template.spec;
}

function argumentsOf(pod: Body): readonly string[] {
  return pod["containers"][0].args;
}

const pod = kuredOf();

describe("restarts of a cluster's nodes", () => {
  test("happen inside the window of the sheet, one node at a time (H-18, H-19)", () => {
    expect(argumentsOf(pod)).toEqual(
      expect.arrayContaining([
        "--reboot-days=mon,tue,wed,thu,fri",
        "--start-time=00:00",
        "--end-time=03:30",
        "--time-zone=Europe/Amsterdam",
        "--concurrency=1",
        "--period=10m",
      ]),
    );
  });

  test("end inside it too: what takes longest begins early enough", () => {
    const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    const value = (name: string) =>
      argumentsOf(pod)
        .find((one) => one.startsWith(`--${name}=`))
        ?.split("=")[1] ?? "";
    const drain = Number.parseInt(value("drain-timeout"), 10);
    const end = minutes(FIGURES.windowEnd);
    expect(drain).toBeGreaterThan(0);
    expect(minutes(value("end-time")) + drain + FIGURES.rebootMinutes).toBeLessThanOrEqual(end);
    expect(Number.parseInt(value("lock-ttl"), 10)).toBeGreaterThan(drain + FIGURES.rebootMinutes);
  });

  test("follow another window, and are refused one in which none fits", () => {
    const window = MaintenanceWindow.of({
      days: ["Sat", "Sun"],
      start: "02:00",
      end: "05:15",
      timeZone: "UTC",
    });
    expect(lastStart(window)).toBe("04:45");
    expect(argumentsOf(kuredOf({ window }))).toEqual(
      expect.arrayContaining([
        "--reboot-days=sat,sun",
        "--start-time=02:00",
        "--end-time=04:45",
        "--time-zone=UTC",
      ]),
    );
    const { complaint } = platformOf({ window: MaintenanceWindow.of({ start: "03:00", end: "03:40" }) });
    expect(complaint).toContain("restarting a node takes 50");
    expect(complaint).toContain("write a window of at least 50 minutes");
  });

  test("wait for backups under way, for pods that say so, and while an alarm is raised", () => {
    expect(argumentsOf(pod)).toEqual(
      expect.arrayContaining([
        "--blocking-pod-selector=velero.io/exposer-pod-group=snapshot-exposer",
        "--blocking-pod-selector=straat/blocks-reboot=true",
        "--prometheus-url=http://prometheus.monitoring.svc:9090",
        "--alert-firing-only=true",
      ]),
    );
    const { alarms, ...scraper } = PROPS.scraper;
    expect(alarms).toBeDefined();
    expect(argumentsOf(kuredOf({ scraper })).some((one) => one.startsWith("--prometheus"))).toBe(false);
  });

  test("are asked of the node's first process by a signal: nothing is run on the node, and no device is seen", () => {
    expect(argumentsOf(pod)).toContain("--reboot-method=signal");
    expect(pod["hostPID"]).toBe(true);
    expect(pod["containers"][0].securityContext).toMatchObject({
      privileged: false,
      capabilities: { drop: ["ALL"], add: ["KILL"] },
    });
  });

  test("take the rights to empty a node, and to hold a lock of its own", () => {
    const view = platformOf();
    const verbs = Object.fromEntries(
      view
        .object("ClusterRole", "straat-reboots-kured")
        ["rules"].map((rule: Body) => [rule["resources"].join(), rule["verbs"]]),
    );
    expect(verbs).toEqual({
      nodes: ["get", "patch"],
      pods: ["get", "list", "delete"],
      "pods/eviction": ["create"],
      daemonsets: ["get"],
    });
    expect(view.object("Role", "kured")["rules"]).toEqual([
      { apiGroups: ["apps"], resources: ["daemonsets"], resourceNames: ["kured"], verbs: ["update"] },
    ]);
    expect(argumentsOf(pod)).toContain("--ds-namespace=straat-reboots");
  });
});
