import { describe, expect, test } from "@jest/globals";
import type { Review } from "../../../lib/review/review";
import type { Body } from "../../support/app";
import { buildFleet } from "../../support/fleet";
import { AppliedStack, type Planned } from "./support/planned-fleet-stack";

const NAMESPACE = "zorgplein-production";
const stack = new AppliedStack(buildFleet(["zorgplein"]), "zorgplein/production");

const role = (name: string) => `kubernetes_role_v1.apps_${name}`;
const binding = (name: string) => `kubernetes_role_binding_v1.apps_${name}`;
const review = (done: Readonly<Record<string, Planned>>, edit?: (plan: Body) => void) =>
  stack.review(stack.planText(done, edit));
const accessOf = ({ access }: Review) =>
  access.map(({ kind, who, where, before, after }) => [kind, who, where, before ?? after]);

describe("roles in a plan", () => {
  const where = `${NAMESPACE} at alkmaar`;
  const LOOK = expect.stringContaining("get, list, watch pods");

  test("are told to be given and taken, by name", () => {
    const was = (values: Body) => {
      values["subject"][0].name = "somebody-else";
    };
    const told = review({ [binding("binding-view")]: { was } });
    expect(accessOf(told)).toEqual([
      ["taken", "Group somebody-else", where, LOOK],
      ["given", "Group zorgplein-developers", where, LOOK],
    ]);
    expect([told.verdict, told.notAnalysed]).toEqual(["team-tech", []]);
  });

  test("that allow more are told with what they allow more", () => {
    const is = (values: Body) => {
      values["rule"].push({ api_groups: [""], resources: ["secrets"], verbs: ["get"] });
    };
    expect(accessOf(review({ [role("role-view")]: { is } }))).toEqual([
      ["given", "Group zorgplein-developers", where, "get secrets"],
    ]);
  });

  test("are taken where the binding is destroyed, and not where it is let go of or moves", () => {
    const address = binding("binding-view");
    expect(accessOf(review({ [address]: { actions: ["delete"] } }))).toEqual([
      ["taken", "Group zorgplein-developers", where, LOOK],
    ]);
    expect(accessOf(review({ [address]: { actions: ["forget"] } }))).toEqual([]);
    const moved = review({ [address]: { actions: ["no-op"] } }, (plan) => {
      const entry = plan["resource_changes"].find((one: Body) => one["address"] === address);
      entry.previous_address = binding("elsewhere");
    });
    expect(accessOf(moved)).toEqual([]);
  });

  test("that an earlier replacement left behind are taken when it is destroyed", () => {
    const address = binding("binding-view");
    const told = review({}, (plan) => {
      const entry = plan["resource_changes"].find((one: Body) => one["address"] === address);
      const left = structuredClone(entry.change.after);
      Object.assign(left.metadata, { name: "view-of-before" });
      left.subject[0].name = "somebody-else";
      const change = { actions: ["delete"], before: left, after: null, after_unknown: {} };
      plan["resource_changes"].push({ ...entry, deposed: "0123abcd", change });
    });
    expect(accessOf(told)).toEqual([["taken", "Group somebody-else", where, LOOK]]);
  });

  test.each<[string, string, Planned]>([
    ["the binding", binding("binding-view"), { unknown: { subject: true } }],
    ["the role", role("role-view"), { unknown: { rule: true } }],
  ])(
    "are not analysed where only the apply will know %s: nothing is given or taken then",
    (_what, address, done) => {
      const told = review({ [address]: done });
      expect(accessOf(told)).toEqual([]);
      expect(told.notAnalysed.map(({ what }) => what)).toContain(`${NAMESPACE}/${address}`);
      expect(told.notAnalysed.every(({ why }) => why.startsWith("who gets which role is not proven"))).toBe(
        true,
      );
    },
  );

  test("are told without what the plan keeps secret", () => {
    const is = (values: Body) => {
      values["subject"][0].name = "korenbloem-4471";
    };
    const sensitive = { subject: [{ name: true }] };
    const told = review({ [binding("binding-view")]: { is, sensitive } });
    expect(told.access.map(({ kind }) => kind).toSorted()).toEqual(["given", "taken"]);
    expect(JSON.stringify([told.access, told.ways, told.notAnalysed])).not.toContain("korenbloem");
    expect(told.access.find(({ kind }) => kind === "given")?.who).toBe("Group (sensitive)");
  });
});
