import { describe, expect, test } from "@jest/globals";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Body } from "../../support/app";
import { entry, planWith } from "../plan/support/plan-json";
import { changeOf, planned, shown, told, vm } from "./support/planned-fleet";

const STACK = "verne/production";

describe("a plan", () => {
  test("that does something unknown is not applied, whatever it is done to", () => {
    const folder = "vsphere_folder.place_folder";
    expect(told(hazardsOf([planned(STACK, { [folder]: { action: "unknown" } })]))).toEqual([
      `block unknown-action: ${folder}`,
    ]);
    expect(hazardsOf([planned(STACK, { [folder]: { action: "update" } })])).toEqual([]);
  });

  test("that is not whole is not applied, and says why", () => {
    const [hazard, ...others] = hazardsOf([planned(STACK, {}, { partial: ["changes are deferred"] })]);
    expect(others).toEqual([]);
    expect(hazard).toMatchObject({ kind: "partial", level: "block", stack: "verne-production" });
    expect(hazard?.text).toContain("changes are deferred");
    expect(hazardsOf([planned(STACK, {}, { partial: [] })])).toEqual([]);
  });

  test("whose checks fail is not applied, and what is not proven is no pass", () => {
    const checks = (["passed", "failed", "unproven"] as const).map((outcome) => ({
      subject: `check.${outcome}`,
      outcome,
    }));
    expect(told(hazardsOf([planned(STACK, {}, { checks })]))).toEqual([
      "block check: check.failed",
      "team-tech check: check.unproven",
    ]);
    const said = { subject: "check.disk", outcome: "failed" as const, problems: ["It is\nfull.", "Really."] };
    expect(hazardsOf([planned(STACK, {}, { checks: [said] })])[0]?.text).toBe(
      "check.disk failed: It is full.; Really.",
    );
  });

  test("that hides what a server is told is for team Tech, since its digest does not tell it", () => {
    const server = (sensitiveAfter: unknown, address = vm("web_1")) => {
      const sides = { before: { extra_config: { a: "1" } }, after: { extra_config: { a: "2" } } };
      const { resources } = readPlanChanges(planWith([entry({ address, ...sides, sensitiveAfter })]), "x");
      const hazards = hazardsOf([{ ...planned(STACK, {}), changes: resources }]);
      return told(hazards).filter((line) => line.includes("unknown-action"));
    };
    for (const marks of [true, { extra_config: true }, { extra_config: { a: true } }]) {
      expect(server(marks)).toEqual([`team-tech unknown-action: ${vm("web_1")}`]);
    }
    expect(server({ annotation: true })).toEqual([]);
    expect(server(true, "terraform_data.one")).toEqual([]);
  });

  test("that starts from something else than was applied is for team Tech", () => {
    const drift = [changeOf("vsphere_folder.place_folder", { path: "a" }, { action: "update" })];
    const hazards = hazardsOf([planned(STACK, {}, { drift })]);
    expect(told(hazards)).toEqual(["team-tech drift: vsphere_folder.place_folder"]);
    expect(hazards[0]?.text).toMatch(
      /was changed by something else, and this plan rests on that or undoes it/,
    );
    const gone = [changeOf("vsphere_folder.place_folder", { path: "a" }, { action: "delete" })];
    expect(hazardsOf([planned(STACK, {}, { drift: gone })])[0]?.text).toBe(
      "vsphere_folder.place_folder is no longer there: something else destroyed it.",
    );
  });

  test("that tells a running server of its first boot tells it nothing", () => {
    const attributes = (path: string) => [shown(path, "a", "b")];
    const of = (path: string, action: "update" | "create") =>
      told(
        hazardsOf([planned(STACK, { [vm("web_1")]: { action, told: false, attributes: attributes(path) } })]),
      );
    for (const key of ["guestinfo.userdata", "guestinfo.metadata", "guestinfo.straat-files.1"]) {
      expect(of(`extra_config["${key}"]`, "update")).toEqual([`note drift: ${vm("web_1")}`]);
      expect(of(`extra_config["${key}"]`, "create")).toEqual([]);
    }
    expect(of('extra_config["guestinfo.straat.firewall"]', "update")).toEqual([]);
    const path = 'extra_config["guestinfo.userdata"]';
    const edit = (values: Body) => (values["extra_config"]["guestinfo.userdata"] = "b");
    const inFull = { action: "update", edit, attributes: attributes(path) } as const;
    expect(told(hazardsOf([planned(STACK, { [vm("web_1")]: inFull })]))).toEqual([
      `note drift: ${vm("web_1")}`,
    ]);
  });
});

test("hazards come the worst first, and those of nothing at all are none", () => {
  const plan = planned(
    STACK,
    { [vm("web_1")]: { action: "replace" } },
    { checks: [{ subject: "check.a", outcome: "unproven" }], partial: ["it was targeted"] },
  );
  expect(hazardsOf([plan]).map(({ level }) => level)).toEqual(["block", "team-tech", "note"]);
  expect(hazardsOf([])).toEqual([]);
});
