import { describe, expect, test } from "@jest/globals";
import { findingsOf, waivedOf } from "../../lib/controls/assessment";
import { type HouseRule, houseRule } from "../../lib/controls/rule";
import { RULES, ruleNamed } from "../../lib/controls/rules";
import type { RuleWaiverProps } from "../../lib/model/rule-waiver";
import { EditableFleet } from "./support/editable-fleet";

const RULE = "members-on-different-hosts";
const GROUP = "verne/production/web";
const ANTI_AFFINITY = "vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts";

const WAIVER: RuleWaiverProps = {
  rule: RULE,
  resource: GROUP,
  reason: "one host is being replaced",
  owner: "Sanne Vermeer",
  ticket: "OPS-123",
  until: "2027-03-31",
};

/** A fleet in which the members of a group may be on one host, with waivers in its client's file. */
function fleetWith(...waivers: readonly RuleWaiverProps[]): EditableFleet {
  const fleet = EditableFleet.examples();
  fleet.resource("verne-production", ANTI_AFFINITY).mandatory = false;
  declare(fleet, "verne", waivers);
  return fleet;
}

function declare(fleet: EditableFleet, client: string, waivers: readonly RuleWaiverProps[]): void {
  for (const name of fleet.stackNames.filter((stack) => stack.startsWith(`${client}-`))) {
    fleet.stack(name).model.waivers = waivers;
  }
}

/** Rules that find something, in the order of the rules. */
function broken(fleet: EditableFleet, names?: readonly string[]): readonly string[] {
  const found = new Set(findingsOf(fleet.assess(undefined, names)).map(({ rule }) => rule));
  return RULES.map(({ id }) => id).filter((id) => found.has(id));
}

describe("a waiver", () => {
  test("allows the finding it names exactly, and is told with its owner and end date", () => {
    expect(broken(fleetWith())).toEqual([RULE]);
    const fleet = fleetWith(WAIVER);
    expect(broken(fleet)).toEqual([]);
    expect(waivedOf(fleet.assess())).toMatchObject([
      { rule: RULE, subject: GROUP, waiver: { owner: "Sanne Vermeer", ticket: "OPS-123" } },
    ]);
  });

  test("allows nothing else: not the same of another group, nor another rule of this one", () => {
    const fleet = fleetWith(WAIVER);
    fleet.resource("verne-production", ANTI_AFFINITY.replace("web", "cache")).mandatory = false;
    fleet.drop("verne-production", "vsphere_datastore_cluster_vm_anti_affinity_rule.web_apart-datastores");
    const findings = findingsOf(fleet.assess());
    expect(findings.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual(
      expect.arrayContaining([`${RULE} verne/production/cache`, `members-on-different-datastores ${GROUP}`]),
    );
    expect(findings.filter(({ rule, subject }) => rule === RULE && subject === GROUP)).toEqual([]);
  });

  test("allows nothing that could not be judged", () => {
    const fleet = fleetWith(WAIVER);
    expect(waivedOf(fleet.assess())).toHaveLength(1);
    delete fleet.resource("verne-production", ANTI_AFFINITY).mandatory;
    const assessment = fleet.assess();
    expect(waivedOf(assessment)).toEqual([]);
    expect(findingsOf(assessment)).toMatchObject([{ rule: RULE, subject: GROUP, kind: "unreadable" }]);
  });

  test("holds on its last day and not on the next", () => {
    const last = fleetWith({ ...WAIVER, until: "2027-01-15" });
    expect(broken(last)).toEqual([]);
    expect(broken(fleetWith({ ...WAIVER, until: "2027-01-14" }))).toEqual([RULE, "waiver-not-expired"]);
  });

  test.each(["2027-02-30", "soon", "31-12-2027", '""'])("with the date %j has ended", (until) => {
    expect(broken(fleetWith({ ...WAIVER, until }))).toEqual([RULE, "waiver-not-expired"]);
  });

  test("is for twelve months at most, counted from the day that is given", () => {
    expect(broken(fleetWith({ ...WAIVER, until: "2028-01-15" }))).toEqual([]);
    expect(broken(fleetWith({ ...WAIVER, until: "2028-01-16" }))).toEqual(["waiver-ends-within-a-year"]);
  });

  test("of an error is owned by one of team Tech", () => {
    expect(broken(fleetWith({ ...WAIVER, owner: "Aouda Fogg" }))).toEqual(["waiver-has-an-owner"]);
  });

  test("that allows nothing is a finding, and hides nothing", () => {
    const unused = { ...WAIVER, resource: "verne/production/cache" };
    expect(broken(fleetWith(unused))).toEqual([RULE, "waiver-is-used"]);
    const misspelt = { ...WAIVER, resource: "verne/production/wbe" };
    expect(broken(fleetWith(misspelt))).toEqual([RULE, "waiver-is-used"]);
  });

  test("says nothing of stacks that were not judged", () => {
    expect(broken(fleetWith({ ...WAIVER, resource: "verne/test/web" }), ["verne-production"])).toEqual([
      RULE,
      "waiver-is-used",
    ]);
    const fleet = fleetWith({ ...WAIVER, resource: "verne/test/web" });
    fleet.facts = { ...fleet.facts, whole: false };
    expect(broken(fleet, ["verne-production"])).toEqual([RULE]);
  });

  test.each([
    "verne/production/*",
    "verne",
    "verne/production/web, verne/production/cache",
    "verne-production/",
  ])("for %j is too wide", (resource) => {
    expect(broken(fleetWith({ ...WAIVER, resource }))).toEqual(
      expect.arrayContaining([RULE, "waiver-is-exact"]),
    );
  });

  test("of a rule there is not is a finding, also when it names a promise", () => {
    const finding = (rule: string) =>
      findingsOf(fleetWith({ ...WAIVER, rule }).assess()).find(
        (found) => found.rule === "waiver-of-a-known-rule",
      );
    expect(finding("members-on-diferent-hosts")?.problem).toBe("there is no rule members-on-diferent-hosts");
    expect(finding("H-03")?.problem).toMatch(/H-03 is a promise/);
  });

  test("of what is never waived allows nothing", () => {
    const fleet = fleetWith();
    fleet.facts = { ...fleet.facts, teamTech: ["Sanne Vermeer"] };
    declare(fleet, "verne", [
      WAIVER,
      { ...WAIVER, rule: "team-tech-can-approve", resource: "verne/production" },
    ]);
    expect(broken(fleet)).toEqual(
      expect.arrayContaining(["team-tech-can-approve", "waiver-of-what-may-be-waived"]),
    );
  });

  test.each([
    ["verne", "whitelist-networks-are-narrow", "verne/whitelist/198.0.0.0/8"],
    ["verne", "address-lists-are-recent", "verne/list/Detectify"],
    ["platform", "two-data-centres", "fleet"],
    ["platform", "administrators-reach-every-server", "verne/production/web"],
    ["verne", "two-data-centres", "fleet"],
    ["zorgplein", "address-lists-are-recent", "verne/list/Detectify"],
  ])(
    "of %s about %s allows what stacks say together of %s, where it is the place's own or nobody's",
    (place, rule, resource) => {
      const fleet = EditableFleet.examples();
      const broken = houseRule({
        ...(ruleNamed(rule) as HouseRule),
        subjects: () => [{ id: resource }, { id: "zorgplein/other" }],
        judge: ({ id }) => (id === resource ? "is not as promised" : undefined),
      });
      const rules = [broken, ...RULES.filter(({ scope }) => scope === "waiver")];
      declare(fleet, place, [{ ...WAIVER, rule, resource }]);
      const isAllowed = place === "platform" ? resource === "fleet" : resource.startsWith(`${place}/`);
      for (const isWhole of [true, false]) {
        fleet.facts = { ...fleet.facts, whole: isWhole };
        const names = isWhole ? fleet.stackNames : ["buurtbus-test"];
        const found = findingsOf(fleet.assess(rules, names)).map((finding) => finding.rule);
        expect(found.includes(rule)).toBe(!isAllowed);
        // A waiver is itself judged where something of its own place is.
        expect(found.includes("waiver-is-used")).toBe(isWhole && !isAllowed);
      }
    },
  );

  test("of what stacks say together is used up when that is mended", () => {
    const fleet = EditableFleet.examples();
    declare(fleet, "platform", [{ ...WAIVER, rule: "two-data-centres", resource: "fleet" }]);
    expect(broken(fleet)).toEqual(["waiver-is-used"]);
    fleet.facts = { ...fleet.facts, whole: false, platformsKnown: false };
    // Nothing looked at it, so nothing can be said of it.
    expect(broken(fleet)).toEqual([]);
  });

  test("in another client's file allows nothing", () => {
    const fleet = fleetWith();
    declare(fleet, "zorgplein", [WAIVER]);
    expect(broken(fleet)).toEqual([RULE, "waiver-is-used"]);
  });

  test("in the file of a client whose name begins alike allows nothing either", () => {
    const fleet = fleetWith();
    for (const name of fleet.stackNames.filter((stack) => stack.startsWith("zorgplein-"))) {
      const { model } = fleet.stack(name);
      model.client.name = "vern";
      model.waivers = [{ ...WAIVER, resource: "verne/production/web" }];
    }
    const waived = waivedOf(fleet.assess(RULES.filter(({ id }) => id === RULE)));
    expect(waived).toEqual([]);
  });

  test("that says the same as another is a finding, twice", () => {
    const findings = findingsOf(fleetWith(WAIVER, { ...WAIVER, until: "2027-06-30" }).assess());
    expect(findings.map(({ rule }) => rule)).toEqual(["waivers-do-not-overlap", "waivers-do-not-overlap"]);
  });
});
