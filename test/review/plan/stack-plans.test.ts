import { describe, expect, test } from "@jest/globals";
import { readModelFile } from "../../../lib/model/read-model-file";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import { checkPlanIsOf, stackOf, whyNotOf } from "../../../lib/review/plan/whose-plan";
import { planOf } from "../../controls/support/planned";
import type { Body } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { payloadOf } from "../../support/guestinfo";

const fleet = buildFleet(["verne"]);
const PATHS = ["verne/production", "verne/acceptance", "verne/street"];
const modelOf = (path: string) => readModelFile(JSON.stringify(fleet.stack(path).model), path);
const planned = (path: string) => readPlanChanges(planOf(fleet.stack(path).json), path);

describe("A plan of a stack", () => {
  test("is known for its own by its servers, and refused as that of any other", () => {
    for (const path of PATHS) {
      const { names } = planned(path);
      expect(stackOf(names, PATHS.map(modelOf))?.stack).toBe(modelOf(path).stack);
      for (const other of PATHS) {
        const why = whyNotOf(names, modelOf(other));
        if (other === path) expect(why).toBeUndefined();
        else expect(why).toContain(`is a plan of another stack`);
      }
    }
  });

  test("is refused as that of another, by name", () => {
    const { names } = planned("verne/acceptance");
    expect(() => checkPlanIsOf(names, modelOf("verne/acceptance"), "plan.json")).not.toThrow();
    expect(() => checkPlanIsOf(names, modelOf("verne/production"), "plan.json")).toThrow(
      /plan\.json[\s\S]*is a plan of another stack than verne-production/,
    );
  });

  test("is refused without a secret in the words", () => {
    const body = JSON.parse(planOf(fleet.stack("verne/acceptance").json));
    const server = body.planned_values.root_module.resources.find(
      ({ address }: Body) => address === "vsphere_virtual_machine.web_1",
    );
    server.values = { ...server.values, name: "korenbloem-4471" };
    server.sensitive_values = { name: true };
    const { names } = readPlanChanges(JSON.stringify(body), "plan.json");
    const why = whyNotOf(names, modelOf("verne/acceptance"));
    expect(why).toContain("vsphere_virtual_machine.web_1 is called (sensitive)");
    expect(why).not.toContain("korenbloem");
  });

  test("that tells of no server is nobody's", () => {
    expect(stackOf({ machines: new Map(), namespaces: new Set() }, PATHS.map(modelOf))).toBeUndefined();
  });

  test("tells of each server that is made, with its first boot as files and its documents as text", () => {
    const { resources } = planned("verne/production");
    const web = resources.find(({ change }) => change.address === "vsphere_virtual_machine.web_1");
    const paths = web?.change.attributes.map(({ path }) => path) ?? [];
    expect(web?.change.action).toBe("create");
    expect(paths).toContain('extra_config["guestinfo.straat-files.*"]');
    expect(paths).not.toContain('extra_config["guestinfo.straat-files.1"]');
    const firewall = web?.change.attributes.find(({ path }) => path.includes("straat.firewall"));
    expect(firewall?.meaning).toBe("the live document firewall");
    expect(firewall?.lines.some((line) => line.includes("tcp dport"))).toBe(true);
  });

  test("shows a rule that comes and goes as such, though the value is in base64", () => {
    const body = JSON.parse(planOf(fleet.stack("verne/production").json));
    const change: Body = body.resource_changes.find(
      (entry: Body) => entry["address"] === "vsphere_virtual_machine.web_1",
    )["change"];
    const other = fleet.stack("verne/acceptance").server("web_1")["extra_config"];
    change["actions"] = ["update"];
    change["before"] = { ...change["after"], extra_config: { ...change["after"].extra_config } };
    change["before"].extra_config["guestinfo.straat.firewall"] = other["guestinfo.straat.firewall"];
    const { resources } = readPlanChanges(JSON.stringify(body), "plan.json");
    const web = resources.find(({ change: { address } }) => address === "vsphere_virtual_machine.web_1");
    const firewall = web?.change.attributes.find(
      ({ path }) => path === 'extra_config["guestinfo.straat.firewall"]',
    );
    const gone = firewall?.lines.filter((line) => line.startsWith("-")) ?? [];
    const before = payloadOf(other["guestinfo.straat.firewall"]).split("\n");
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.every((line) => before.includes(line.slice(1)))).toBe(true);
    expect(web?.change.attributes.filter(({ kind }) => kind === "changed").map(({ path }) => path)).toEqual([
      'extra_config["guestinfo.straat.firewall"]',
    ]);
  });
});
