import { describe, expect, test } from "@jest/globals";
import { assess } from "../../lib/controls/assess";
import { findingsOf } from "../../lib/controls/assessment";
import { readPlan } from "../../lib/controls/terraform/read-plan";
import type { StackOutput } from "../../lib/controls/terraform/stack-output";
import type { Body } from "../support/app";
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

describe("what a plan runs", () => {
  const { terraform } = EditableFleet.examples().stack("verne-street");
  const [output] = EditableFleet.examples().outputs(["verne-street"]) as [StackOutput];
  const broken = (change: (root: Body) => void) => {
    const plan = JSON.parse(planOf(terraform));
    change(plan.configuration.root_module);
    const assessment = assess(EditableFleet.examples().house(), [
      readPlan(JSON.stringify(plan), output.model, "plan.json"),
    ]);
    return findingsOf(assessment).map(({ rule }) => rule);
  };

  test("is found: a command when something is made", () => {
    const command = { type: "local-exec", expressions: { command: { constant_value: "true" } } };
    expect(broken((root) => Object.assign(root.resources[0], { provisioners: [command] }))).toContain(
      "no-provisioners",
    );
  });

  test("is found: a module, whatever is in it", () => {
    expect(broken((root) => Object.assign(root, { module_calls: { more: { source: "./more" } } }))).toContain(
      "no-provisioners",
    );
  });
});

describe("servers that are there", () => {
  const VM = /^vsphere_virtual_machine\.web_/;
  const LINE = "PermitRootLogin no\n";

  /** Verne's production, whose web servers were told something else at their first boot than they would be today. */
  function older(): EditableFleet {
    const fleet = EditableFleet.examples();
    for (const name of ["web_1", "web_2"]) {
      fleet.machine("verne-production", name).file("/etc/ssh/sshd_config", (text) => text.replace(LINE, ""));
      fleet
        .machine("verne-production", name)
        .guestinfo("metadata", (text) => text.replace("10.20.7.", "10.20.6."));
    }
    return fleet;
  }

  function assessWith(fleet: EditableFleet, actions: (address: string) => readonly string[]) {
    const { terraform } = fleet.stack("verne-production");
    const outputs = fleet.outputs();
    const { model } = outputs.find(({ name }) => name === "verne-production") as (typeof outputs)[number];
    return assess(fleet.house(outputs), [readPlan(planOf(terraform, actions), model, "plan.json")]);
  }

  test("are not judged by what they were told at their first boot, and that is said of each", () => {
    const { verdicts, notJudged } = assessWith(older(), () => ["update"]);
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
    const untold = notJudged.filter(({ rule }) => rule === "ssh-is-hardened").map(({ why }) => why);
    expect(untold).toContainEqual(
      expect.stringMatching(/^verne-production\/vsphere_virtual_machine\.web_1: it is there already/),
    );
    const kept = verdicts
      .filter(({ rule }) => rule.id === "ssh-is-hardened")
      .flatMap((verdict) => verdict.kept);
    expect(kept).toEqual([]);
  });

  test.each([[["create"]], [["delete", "create"]], [["create", "delete"]]])(
    "are judged by all of it when they are made anew, as by %j",
    (actions) => {
      const findings = findingsOf(assessWith(older(), (address) => (VM.test(address) ? actions : ["no-op"])));
      expect(findings.map(({ rule }) => rule)).toEqual(
        expect.arrayContaining(["ssh-is-hardened", "servers-have-their-addresses"]),
      );
    },
  );

  test("are judged by their live documents all the same", () => {
    const fleet = older();
    fleet
      .machine("verne-production", "web_1")
      .document("ssh", (text) => text.replace("2028-01-31", "2099-01-31"));
    expect(findingsOf(assessWith(fleet, () => ["update"])).map(({ rule }) => rule)).toContain(
      "ssh-lets-in-administrators-only",
    );
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
