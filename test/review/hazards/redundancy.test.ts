import { describe, expect, test } from "@jest/globals";
import { hazardsOf } from "../../../lib/review/hazards/hazards-of";
import type { PlannedStack } from "../../../lib/review/hazards/planned-stack";
import type { Action } from "../../../lib/review/stack-review";
import type { Body } from "../../support/app";
import {
  blocked,
  changeOf,
  type Done,
  edited,
  modelOf,
  planned,
  shown,
  told,
  vm,
} from "./support/planned-fleet";

const STACK = "verne/production";
const [ONE, TWO] = [vm("web_1"), vm("web_2")];
const BOTH = [`block redundancy: ${ONE} ${TWO}`];

const less: Done = { action: "update", edit: (values) => (values["memory"] /= 2) };
const moved: Done = { action: "update", edit: (values) => (values["datastore_id"] = "datastore-99") };
const off: Done = { action: "update", edit: (values) => (values["power_state"] = "off") };
const rewired: Done = {
  action: "update",
  edit: (values) => (values["network_interface"][0].network_id = "network-99"),
};

const ways: readonly (readonly [string, Done])[] = [
  ...(["delete", "replace", "replace-after", "replace-forget"] as const).map(
    (action: Action) => [action, { action }] as const,
  ),
  ["less memory", less],
  ["another network", rewired],
  ["switched off", off],
  ["firmware", { action: "update", edit: (values) => (values["firmware"] = "bios") }],
];

describe("of two servers that stand in for each other", () => {
  test.each(ways)("one may go down (%s), and two may not", (_, done) => {
    const alone = hazardsOf([planned(STACK, { [ONE]: done })]);
    expect(blocked(alone)).toEqual([]);
    expect(told(alone)).toHaveLength(1);
    expect(blocked(hazardsOf([planned(STACK, { [ONE]: done, [TWO]: done })]))).toEqual(BOTH);
  });

  test("one may not be replaced while the other is restarted", () => {
    const plan = planned(STACK, { [ONE]: { action: "replace" }, [TWO]: less });
    const [hazard] = hazardsOf([plan]);
    expect(hazard).toMatchObject({ kind: "redundancy", level: "block", subjects: [ONE, TWO] });
    expect(hazard?.text).toContain("stopped and started again (memory)");
  });

  test("both are moved only one after the other, also to places of their own", () => {
    const elsewhere: Done = { action: "update", edit: (values) => (values["datastore_id"] = "datastore-98") };
    expect(blocked(hazardsOf([planned(STACK, { [ONE]: moved })]))).toEqual([]);
    expect(blocked(hazardsOf([planned(STACK, { [ONE]: moved, [TWO]: elsewhere })]))).toEqual(BOTH);
  });

  test("both are moved with their pool, and not where vCenter chooses a place itself", () => {
    const unknown = (key: string): Done => ({
      action: "update",
      edit: (values) => delete values[key],
      was: (values) => (values[key] = "somewhere"),
      unknown: { [key]: true },
    });
    const of = (key: string) =>
      blocked(hazardsOf([planned(STACK, { [ONE]: unknown(key), [TWO]: unknown(key) })]));
    expect(of("resource_pool_id")).toEqual(BOTH);
    expect(of("host_system_id")).toEqual([]);
  });

  test("both are told a new firewall at once, which no server notices", () => {
    const live: Done = {
      action: "update",
      edit: (values) => (values["extra_config"]["guestinfo.straat.firewall"] = "other"),
    };
    expect(hazardsOf([planned(STACK, { [ONE]: live, [TWO]: live })])).toEqual([]);
  });

  test("servers of different groups go down together, each with somebody left", () => {
    const plan = planned(STACK, { [ONE]: { action: "replace" }, [vm("cache_1")]: less });
    expect(blocked(hazardsOf([plan]))).toEqual([]);
  });

  test("servers of one name in two stages have nothing to do with each other", () => {
    const plans = ["verne/production", "verne/acceptance"].map((path) =>
      planned(path, { [ONE]: { action: "replace" } }),
    );
    expect(blocked(hazardsOf(plans))).toEqual([]);
  });

  test("one that is gone already counts", () => {
    const gone = planned(STACK, { [TWO]: { action: "delete" } }).changes;
    const plan = planned(STACK, { [ONE]: { action: "replace" } }, { drift: gone });
    expect(blocked(hazardsOf([plan]))).toEqual(BOTH);
    const itself = planned(STACK, { [TWO]: { action: "replace" } }, { drift: gone });
    expect(blocked(hazardsOf([itself]))).toEqual([]);
  });

  test("they are known by their numbers where no model knows them", () => {
    const model = edited(modelOf(STACK), (copy) => {
      copy["groups"] = [];
    });
    const known = { model, before: undefined };
    const one = planned(STACK, { [ONE]: { action: "replace" } }, known);
    const two = planned(STACK, { [ONE]: { action: "replace" }, [TWO]: { action: "delete" } }, known);
    expect(blocked(hazardsOf([one]))).toEqual([]);
    expect(blocked(hazardsOf([two]))).toEqual(BOTH);
  });

  const foreign = (...names: readonly string[]) => {
    const changes = names.map((name) => {
      const item = changeOf(name, {}, { action: "replace" });
      return { ...item, change: { ...item.change, type: "vsphere_virtual_machine" } };
    });
    return hazardsOf([{ ...planned(STACK, {}), changes }]).filter(({ level }) => level === "block").length;
  };

  test.each([
    ["keys", vm('front["a"]'), vm('front["b"]')],
    ["keys with brackets and dots", vm('front["a]b"]'), vm('front["x.vsphere_virtual_machine.y_1"]')],
    ["keys with quotes", vm('front["a\\"]"]'), vm('front["b"]')],
    ["modules", `module.pair["a"].${vm("it")}`, `module.pair["b"].${vm("it")}`],
    ["modules within modules", `module.a.module.b[0].${vm("it_1")}`, `module.a.module.b[1].${vm("it_1")}`],
    ["keys that are masked", vm('front["(sensitive)"]'), `${vm('front["(sensitive)"]')} #2`],
  ])("they are known by their %s where no model knows them", (_, one, other) => {
    expect(foreign(one, other)).toBe(1);
    expect(foreign(one)).toBe(0);
    expect(foreign(one, vm('back["a"]'))).toBe(0);
  });

  test("what an earlier replacement left behind is none of them", () => {
    const plan = planned(STACK, { [ONE]: { action: "replace" }, [TWO]: { action: "delete" } });
    const [first, left] = plan.changes;
    const deposed = { ...left, change: { ...left?.change, address: `${TWO} (deposed 1a2b3c4d)` } };
    const changes = [first, deposed] as PlannedStack["changes"];
    expect(told(hazardsOf([{ ...plan, changes }]))).toEqual([`note redundancy: ${ONE}`]);
  });

  test("the text says in which order Terraform goes about it", () => {
    const [destroyed] = hazardsOf([
      planned(STACK, { [ONE]: { action: "replace" }, [TWO]: { action: "replace" } }),
    ]);
    expect(destroyed?.text).toContain(
      "destroys all of them, the last one first, before it makes the first anew",
    );
    const [restarted] = hazardsOf([planned(STACK, { [ONE]: less, [TWO]: less })]);
    expect(restarted?.text).toContain("waits until a machine is on, not until its service answers");
  });
});

describe("of servers in several plans", () => {
  const gateway = (site: string, done: Done) => planned(`platform-${site}`, { [vm("vpn_1")]: done });

  test("one site's VPN gateway may be replaced, and not both sites'", () => {
    const done: Done = { action: "replace", replacePaths: ["replace_trigger"] };
    const house = [modelOf("platform-alkmaar")];
    expect(told(hazardsOf([gateway("amsterdam", done)], { house }))).toEqual([
      `note redundancy: ${vm("vpn_1")}`,
    ]);
    const [hazard, ...others] = hazardsOf([gateway("amsterdam", done), gateway("alkmaar", less)]);
    expect(blocked([hazard as never])).toEqual([`block redundancy: ${vm("vpn_1")} ${vm("vpn_1")}`]);
    expect(hazard?.stack).toBe("platform-amsterdam, platform-alkmaar");
    expect(hazard?.text).toContain("neither waits for the other");
    expect(hazard?.text).toContain("No administrator gets in");
    expect(blocked(others)).toEqual([]);
  });

  test("one edge of a street may be replaced, and not both", () => {
    const done: Done = { action: "replace" };
    expect(blocked(hazardsOf([planned("verne/street", { [vm("edge_1")]: done })]))).toEqual([]);
    const [hazard] = hazardsOf([planned("verne/street", { [vm("edge_1")]: done, [vm("edge_2")]: done })]);
    expect(hazard).toMatchObject({ kind: "redundancy", level: "block" });
    expect(hazard?.text).toContain("Nothing gets into or out of verne");
  });
});

describe("a server that is changed in its place", () => {
  const restart = (edit: (values: Body) => void, was?: (values: Body) => void) =>
    told(hazardsOf([planned(STACK, { [ONE]: { action: "update", edit, ...(was ? { was } : {}) } })]));
  const RESTARTED = [`team-tech restart: ${ONE}`];

  test("gets more processors and memory while it runs, and less of them by a restart", () => {
    expect(restart((values) => (values["memory"] *= 2))).toEqual([]);
    expect(restart((values) => (values["num_cpus"] *= 2))).toEqual([]);
    expect(restart((values) => (values["memory"] /= 2))).toEqual(RESTARTED);
    expect(restart((values) => (values["num_cpus"] /= 2))).toEqual(RESTARTED);
  });

  test.each(["cpu", "memory"])("is restarted for more of it where it could not grow before (%s)", (what) => {
    const key = what === "cpu" ? "num_cpus" : "memory";
    const more = (values: Body) => {
      values[key] *= 2;
    };
    expect(restart(more, (values) => (values[`${what}_hot_add_enabled`] = false))).toEqual(RESTARTED);
  });

  test.each([
    "guest_id",
    "efi_secure_boot_enabled",
    "hardware_version",
    "scsi_type",
    "vtpm",
    "num_cores_per_socket",
    "tools_upgrade_policy",
    "something_of_next_year",
  ])("is restarted for another %s", (key) => {
    expect(restart((values) => (values[key] = "other"))).toEqual(RESTARTED);
  });

  test.each(["annotation", "tags", "folder", "cpu_share_level", "shutdown_wait_timeout", "name"])(
    "runs on with another %s",
    (key) => {
      expect(restart((values) => (values[key] = "other"))).toEqual([]);
    },
  );

  test("is restarted for its settings only where the provider is not told otherwise", () => {
    const told = (values: Body) => (values["extra_config"]["guestinfo.straat.ssh"] = "other");
    expect(restart(told)).toEqual([]);
    expect(
      restart((values) => {
        told(values);
        values["extra_config_reboot_required"] = true;
      }),
    ).toEqual(RESTARTED);
  });

  test("is restarted when the provider says so itself, and when a card is taken away", () => {
    expect(restart((values) => (values["reboot_required"] = true))).toEqual(RESTARTED);
    expect(restart((values) => (values["network_interface"] = []))).toEqual(RESTARTED);
    expect(
      restart((values) => {
        values["network_interface"].push({ network_id: "network-7", adapter_type: "vmxnet3" });
      }),
    ).toEqual([]);
  });

  test("is judged by what is shown of it where nothing else is known", () => {
    const attributes = (path: string, before: string, after: string) =>
      told(
        hazardsOf([
          planned(STACK, {
            [ONE]: { action: "update", told: false, attributes: [shown(path, before, after)] },
          }),
        ]),
      );
    expect(attributes("firmware", "efi", "bios")).toEqual(RESTARTED);
    expect(attributes("memory", "(hidden)", "(hidden)")).toEqual(RESTARTED);
    expect(attributes('extra_config["guestinfo.straat.firewall"]', "a", "b")).toEqual([]);
    expect(attributes("annotation", "a", "b")).toEqual([]);
    expect(attributes("network_interface[0].network_id", "a", "b")).toEqual([`note redundancy: ${ONE}`]);
  });

  test("is told when its window is", () => {
    const [hazard] = hazardsOf([planned(STACK, { [ONE]: less })]);
    expect(hazard?.remedy).toMatch(/between 00:00 and 04:00 \(Europe\/Amsterdam\) on one of Mon, Tue/);
  });

  test("has nobody in its place in a group of one", () => {
    const single = hazardsOf([planned("verne/test", { [vm("cache_1")]: { action: "replace" } })]);
    expect(single.map(({ kind, level }) => `${level} ${kind}`)).toContain("team-tech redundancy");
  });
});
