import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { agentPart } from "../../lib/guest/documents/agent";
import type { GuestFile } from "../../lib/guest/guest-part";
import { ALARM, renderUnit, SANDBOX, type UnitSection } from "../../lib/guest/unit";
import { mistakeOf } from "../support/errors";
import { calendarTimes, verifyUnits } from "../support/systemd";
import { describeWith } from "../support/tool";

const unit = (name: string, ...sections: readonly UnitSection[]): GuestFile => ({
  path: `/etc/systemd/system/${name}`,
  content: renderUnit(...sections),
});
const starts = (command: string, ...more: readonly (readonly [string, string])[]): UnitSection => [
  "Service",
  [["Type", "oneshot"], ["ExecStart", command], ...more],
];

describe("a unit", () => {
  test("is its sections and their settings, in order, also the same setting twice", () => {
    const text = renderUnit(
      ["Unit", [["Description", "x"]]],
      [
        "Timer",
        [
          ["OnCalendar", "a"],
          ["OnCalendar", "b"],
        ],
      ],
    );
    expect(text).toBe("[Unit]\nDescription=x\n\n[Timer]\nOnCalendar=a\nOnCalendar=b\n");
  });

  test("has settings of one line: whatever a value is, it never becomes another setting", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        const render = () =>
          renderUnit([
            "Service",
            [
              ["Environment", value],
              ["User", "nobody"],
            ],
          ]);
        if (/[\p{Cc}\u2028\u2029]|\\$/u.test(value)) expect(mistakeOf(render).property).toBe("Environment");
        else expect(render().split("\n")).toEqual(["[Service]", `Environment=${value}`, "User=nobody", ""]);
      }),
    );
    expect(mistakeOf(() => renderUnit(starts("/bin/x\nUser=root"))).remedy).toBe("write it on one line");
    expect(mistakeOf(() => renderUnit(starts("/bin/x \\"))).problem).toContain("backslash");
  });
});

describeWith("systemd-analyze", "apt-get install systemd", "systemd", () => {
  test("has nothing against the sandbox and the alarm", () => {
    const file = unit(
      "straat-x.service",
      ["Unit", [["OnFailure", ALARM]]],
      starts("/usr/bin/true", ...SANDBOX),
    );
    expect(verifyUnits([file])).toBe("");
  });

  test("has nothing against the agent's units, and finds every program of theirs", () => {
    const { files = [] } = agentPart(["firewall"]);
    expect(verifyUnits(files)).toBe("");
    expect(verifyUnits(files.filter(({ path }) => !path.endsWith("/agent")))).toMatch(
      /Command \/usr\/local\/lib\/straat\/agent is not executable/,
    );
  });

  test.each<readonly [string, readonly GuestFile[], RegExp]>([
    [
      "a setting it does not know",
      [unit("x.service", starts("/usr/bin/true", ["Sandbox", "yes"]))],
      /Unknown key/,
    ],
    [
      "a program that is not there",
      [unit("x.service", starts("/opt/none"))],
      /\/opt\/none is not executable/,
    ],
    ["a time it cannot read", [unit("x.timer", ["Timer", [["OnCalendar", "Mon 25:00"]]])], /calendar/],
    ["a timer without its service", [unit("x.timer", ["Timer", [["OnCalendar", "daily"]]])], /x.service/],
    [
      "a template's program",
      [unit("x@.service", starts("/opt/none %i"))],
      /x@.*\/opt\/none is not executable/,
    ],
    [
      "a drop-in of a packaged unit",
      [unit("systemd-journald.service.d/x.conf", ["Service", [["Nonsense", "1"]]])],
      /Unknown key 'Nonsense'/,
    ],
    ["no unit at all", [], /no unit among the files/],
  ])("complains about %s", (_, files, complaint) => {
    expect(verifyUnits(files)).toMatch(complaint);
  });

  test("is content with programs that a package will bring, when they are named", () => {
    expect(verifyUnits([unit("x.service", starts("/opt/later --now"))], ["/opt/later"])).toBe("");
  });

  test("tells when a timer elapses, in any time zone and over a change of the clock", () => {
    const times = calendarTimes(
      "Mon..Fri *-*-* 00:00:00 Europe/Amsterdam",
      new Date("2026-03-27T12:00:00Z"),
      2,
    );
    expect(times.map((time) => time.toISOString())).toEqual([
      "2026-03-29T22:00:00.000Z",
      "2026-03-30T22:00:00.000Z",
    ]);
    expect(calendarTimes("2026-01-01", new Date("2026-03-01T00:00:00Z"), 3)).toEqual([]);
    expect(() => calendarTimes("whenever", new Date(0), 1)).toThrow(/whenever/);
  });
});
