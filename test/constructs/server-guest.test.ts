import { describe, expect, test } from "@jest/globals";
import { MaintenanceWindow, RedundantVms, type RedundantVmsProps, Software, VmSize } from "../../lib";
import { buildStreet } from "../support/app";

function mistakesOf(props: Partial<RedundantVmsProps>, changes: Parameters<typeof buildStreet>[0] = {}) {
  const { mistakes } = buildStreet(changes, (environment) => {
    new RedundantVms(environment, "web", { size: VmSize.SMALL, ...props });
  });
  return mistakes.filter(({ path }) => path === "verne/production/web");
}

describe("what a group's servers do", () => {
  test("is nothing special unless it is said", () => {
    expect(mistakesOf({})).toEqual([]);
  });

  test("is refused where a backup would lose more than 24 hours (H-07)", () => {
    const [mistake] = mistakesOf({ backup: { times: ["20:00"] } });
    expect(mistake).toMatchObject({ property: "backup.plan.times", value: "20:00" });
    expect(mistake?.problem).toContain("H-07 promises 24 h");
    expect(mistakesOf({ backup: { times: ["08:00", "20:00"] } })).toEqual([]);
  });

  test("is refused where a backup reaches into the window in which servers are patched", () => {
    const [mistake] = mistakesOf({ backup: { times: ["10:00", "22:30"] } });
    expect(mistake?.property).toBe("backup.plan.times");
  });

  test("is refused where two members would be down in one night (B-06, H-03)", () => {
    expect(mistakesOf({ nights: ["Tue", "Tue"] })[0]?.property).toBe("nights[1]");
    expect(mistakesOf({ nights: ["Tue", "Thu"] })).toEqual([]);
  });

  test("is refused where a client's window has fewer days than a group has members", () => {
    const maintenance = MaintenanceWindow.of({ days: ["Tue", "Wed"] });
    const three = mistakesOf({ members: 3 }, { maintenance });
    expect(three[0]?.property).toBe("window");
    expect(mistakesOf({ members: 2 }, { maintenance })).toEqual([]);
  });

  test("is refused once for a window that is shorter than the work in it, and not for every group (H-19)", () => {
    const maintenance = MaintenanceWindow.of({ start: "00:00", end: "01:00" });
    const { mistakes } = buildStreet({ maintenance }, (environment) => {
      new RedundantVms(environment, "web", { size: VmSize.SMALL });
    });
    expect(mistakes.map(({ path, property }) => [path, property])).toEqual([["verne", "maintenance.window"]]);
    expect(mistakes[0]?.remedy).not.toBe("");
  });

  test.each([
    [{ runs: "apache" as never }, "runs"],
    [{ runs: Software.POSTGRESQL }, "runs"],
    [{ logs: [{ dataset: "app", path: "/etc/shadow", kind: "application" as const }] }, "logs.files[0].path"],
    [
      { runs: Software.NGINX, logs: [{ dataset: "nginx", path: "/srv/x.log", kind: "access" as const }] },
      "logs.files[1]",
    ],
    [
      {
        runs: Software.NGINX,
        logs: [{ dataset: "web", path: "/var/log/nginx/error.log", kind: "application" as const }],
      },
      "logs.files[2]",
    ],
    [{ backup: { paths: ["/srv/$(id)"] } }, "backup.paths[0]"],
    [{ backup: { maximumMinutes: 2 } }, "backup.plan.maximumMinutes"],
  ])("is refused for %j", (props, property) => {
    const [mistake, ...more] = mistakesOf(props);
    expect(more).toEqual([]);
    expect(mistake?.property.startsWith(property)).toBe(true);
  });
});
