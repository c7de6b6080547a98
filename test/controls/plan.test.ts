import { describe, expect, test } from "@jest/globals";
import { assess } from "../../lib/controls/assess";
import { findingsOf } from "../../lib/controls/assessment";
import { readPlan } from "../../lib/controls/terraform/read-plan";
import type { StackOutput } from "../../lib/controls/terraform/stack-output";
import { mistakeOf } from "../support/errors";
import { EditableFleet } from "./support/editable-fleet";
import { planOf } from "./support/planned";

/** What rules say of the plan of a stack. */
function assessPlan(fleet: EditableFleet, name: string) {
  const { terraform } = fleet.stack(name);
  const outputs = fleet.outputs();
  const { model } = outputs.find((output) => output.name === name) as (typeof outputs)[number];
  return assess(fleet.house(outputs), [readPlan(planOf(terraform), model, "plan.json")]);
}

describe("the planned values of a stack", () => {
  test.each(["platform-amsterdam", "verne-street", "verne-production", "zorgplein-production"])(
    "of %s are judged as its synth is: nothing is wrong",
    (name) => {
      const assessment = assessPlan(EditableFleet.examples(), name);
      expect(findingsOf(assessment)).toEqual([]);
      expect(assessment.verdicts.length).toBeGreaterThan(30);
    },
  );

  test("are judged by most rules, and those that are not are listed with why", () => {
    const { verdicts, notJudged } = assessPlan(EditableFleet.examples(), "verne-production");
    expect(notJudged.length).toBeLessThan(verdicts.length / 4);
    for (const { why } of notJudged) expect(why).toMatch(/plan/);
  });

  test("show the same breach as the synth, under the same name", () => {
    const fleet = EditableFleet.examples();
    fleet.resource("verne-street", "vsphere_distributed_port_group.network_test").allow_promiscuous = true;
    fleet
      .resource("verne-street", "vsphere_compute_cluster_vm_anti_affinity_rule.edge_apart-hosts")
      .virtual_machine_ids.pop();
    const found = (findings: ReturnType<typeof findingsOf>) =>
      findings.map(({ rule, subject, problem }) => ({ rule, subject, problem }));
    const ofPlan = found(findingsOf(assessPlan(fleet, "verne-street")));
    expect(ofPlan).toEqual(found(findingsOf(fleet.assess(undefined, ["verne-street"]))));
    expect(ofPlan.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(["port-group-is-closed", "members-on-different-hosts"]),
    );
  });

  test("that only the apply will know are a finding where a rule has to know them", () => {
    const fleet = EditableFleet.examples();
    const group = fleet.resource("verne-street", "vsphere_distributed_port_group.network_test");
    group.allow_promiscuous = "${vsphere_folder.place_folder.something}";
    const [finding] = findingsOf(assessPlan(fleet, "verne-street"));
    expect(finding).toMatchObject({ rule: "port-group-is-closed", kind: "unreadable" });
  });
});

describe("what is no plan", () => {
  const [output] = EditableFleet.examples().outputs(["verne-street"]) as [StackOutput];
  const plan = JSON.parse(planOf(EditableFleet.examples().stack("verne-street").terraform));
  test.each([
    ["a text plan", "Terraform will perform the following actions:", /is not JSON/],
    ["a plan cut short", JSON.stringify(plan).slice(0, -100), /is not JSON/],
    ["a state", JSON.stringify({ format_version: "1.0", values: {} }), /is a state, not a plan/],
    ["a list", "[]", /is JSON, but no plan/],
    ["a plan of a format to come", JSON.stringify({ ...plan, format_version: "2.0" }), /of format 2\.0/],
    ["a plan that ended in an error", JSON.stringify({ ...plan, errored: true }), /ended in an error/],
    ["a partial plan", JSON.stringify({ ...plan, complete: false }), /is a partial plan/],
    ["a plan with things put off", JSON.stringify({ ...plan, deferred_changes: [{}] }), /is a partial plan/],
  ])("such as %s is refused, with where and what to do", (_, text, problem) => {
    const mistake = mistakeOf(() => readPlan(text, output.model, "plan.json"));
    expect(mistake.value).toBe("plan.json");
    expect(mistake.problem).toMatch(problem);
    expect(mistake.remedy).not.toBe("");
  });
});
