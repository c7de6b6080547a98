import { describe, expect, test } from "@jest/globals";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import { blocked, type Done, edited, modelOf, planned, told, vm } from "./support/planned-fleet";

const STACK = "verne/production";
const HOSTS = "vsphere_compute_cluster_vm_anti_affinity_rule.web_apart-hosts";
const DATASTORES = "vsphere_datastore_cluster_vm_anti_affinity_rule.web_apart-datastores";

describe("what keeps members apart", () => {
  test.each([HOSTS, DATASTORES])("is neither taken away, nor forgotten, nor switched off: %s", (rule) => {
    const weaker: readonly Done[] = [
      { action: "delete" },
      { action: "forget" },
      { action: "update", edit: (values) => (values["enabled"] = false) },
      { action: "update", edit: (values) => (values["mandatory"] = false) },
      // Not written, it is not.
      { action: "update", edit: (values) => (values["mandatory"] = null) },
      { action: "update", edit: (values) => delete values["mandatory"] },
      { action: "update", edit: (values) => delete values["enabled"], unknown: { enabled: true } },
      { action: "update", edit: (values) => (values["virtual_machine_ids"] = ["one"]) },
    ];
    for (const done of weaker) {
      expect(blocked(hazardsOf([planned(STACK, { [rule]: done })]))).toEqual([`block redundancy: ${rule}`]);
    }
  });

  test("may be renamed, and may name members whose ids only the apply knows", () => {
    const renamed: Done = { action: "update", edit: (values) => (values["name"] = "other") };
    expect(hazardsOf([planned(STACK, { [HOSTS]: renamed })])).toEqual([]);
    // Not written, it is enabled.
    const unwritten: Done = { action: "update", edit: (values) => (values["enabled"] = null) };
    expect(hazardsOf([planned(STACK, { [HOSTS]: unwritten })])).toEqual([]);
    const renewed: Done = {
      action: "update",
      edit: (values) => delete values["virtual_machine_ids"],
      unknown: { virtual_machine_ids: true },
    };
    expect(hazardsOf([planned(STACK, { [HOSTS]: renewed })])).toEqual([]);
  });

  test("is away for a moment when it is made anew, which team Tech decides", () => {
    expect(told(hazardsOf([planned(STACK, { [HOSTS]: { action: "replace" } })]))).toEqual([
      `team-tech redundancy: ${HOSTS}`,
    ]);
  });

  test("goes with a group of which one server is left, or none", () => {
    const model = modelOf(STACK);
    const without = edited(model, (copy) => {
      copy["groups"] = model.groups.filter(({ path }) => path !== "verne/production/web");
    });
    const one = edited(model, (copy) => copy["groups"][0].servers.splice(1));
    const web = one.groups.find(({ servers }) => servers.length === 1);
    expect(hazardsOf([planned(STACK, { [HOSTS]: { action: "delete" } }, { model: without })])).toEqual([]);
    const rule = HOSTS.replace("web", String(web?.path.split("/").at(-1)));
    expect(hazardsOf([planned(STACK, { [rule]: { action: "delete" } }, { model: one })])).toEqual([]);
  });
});

describe("two members", () => {
  const to =
    (key: string, place: string): NonNullable<Done["edit"]> =>
    (values) => {
      values[key] = place;
    };

  test.each(["host_system_id", "datastore_id"])("do not come to stand on one place (%s)", (key) => {
    const move = (name: string, place: string) => ({
      [vm(name)]: { action: "create", edit: to(key, place) } as const,
    });
    const apart = planned(STACK, { ...move("web_1", "place-1"), ...move("web_2", "place-2") });
    const together = planned(STACK, { ...move("web_1", "place-1"), ...move("web_2", "place-1") });
    expect(hazardsOf([apart])).toEqual([]);
    expect(blocked(hazardsOf([together]))).toEqual([`block redundancy: ${vm("web_1")} ${vm("web_2")}`]);
  });

  test("are not dealt one datastore", () => {
    const model = modelOf(STACK);
    const shared = edited(model, (copy) => {
      for (const server of copy["groups"][0].servers) server.datastore = "flash-1";
    });
    expect(blocked(hazardsOf([planned(STACK, {}, { model: shared })]))).toHaveLength(1);
    expect(hazardsOf([planned(STACK, {}, { model: shared, before: shared })])).toEqual([]);
    expect(hazardsOf([planned(STACK, {})])).toEqual([]);
  });
});
