import { describe, expect, test } from "@jest/globals";
import type { EditableFleet } from "../../controls/support/editable-fleet";
import { actionsOf, changeOf, reviewOf } from "./support";

const STACK = "verne-production";
const WEB_1 = "vsphere_virtual_machine.web_1";

const raises = (fleet: EditableFleet) => {
  fleet.resource(STACK, WEB_1).replace_trigger = "generation 2";
};
const secondBoot = (fleet: EditableFleet) =>
  fleet.machine(STACK, "web_1").file("/etc/ssh/sshd_config", (text) => `${text}Banner /etc/issue.net\n`);

describe("a raised generation", () => {
  test("makes the server anew, and says by which attribute", () => {
    const change = changeOf(raises);
    expect(change).toMatchObject({ action: "replace", replacePaths: ["replace_trigger"], isCosmetic: false });
    expect(change.reason).toBe("its generation changes (replace_trigger), so it is made anew");
  });

  test("makes it anew first where it is told to", () => {
    const change = changeOf(raises, (fleet) => {
      fleet.resource(STACK, WEB_1).lifecycle.create_before_destroy = true;
    });
    expect(change.action).toBe("replace-after");
  });

  test("applies what is said at the first boot along with it", () => {
    const change = changeOf((fleet) => {
      raises(fleet);
      secondBoot(fleet);
    });
    expect(change.action).toBe("replace");
    expect(change.attributes.map(({ meaning }) => meaning)).toEqual(["file of the first boot", undefined]);
  });

  test("is what it takes: another size is changed in place", () => {
    const change = changeOf((fleet) => {
      fleet.resource(STACK, WEB_1).memory = 16_384;
    });
    expect(change).toMatchObject({ action: "update", replacePaths: [] });
  });
});

describe("what Terraform leaves alone", () => {
  const edits: readonly (readonly [string, (fleet: EditableFleet) => void])[] = [
    ["a file of the first boot", secondBoot],
    [
      "user data",
      (fleet) =>
        fleet.machine(STACK, "web_1").guestinfo("userdata", (text) => text.replace("C.UTF-8", "nl_NL.UTF-8")),
    ],
    [
      "metadata",
      (fleet) =>
        fleet.machine(STACK, "web_1").guestinfo("metadata", (text) => text.replace("web-1-1", "web-1-9")),
    ],
    ["the template", (fleet) => (fleet.resource(STACK, WEB_1).clone.template_uuid = "another")],
  ];

  test.each(edits)("shows as not applied to what runs: %s", (_, edit) => {
    const change = changeOf(edit);
    expect(change).toMatchObject({ action: "no-op", replacePaths: [], isCosmetic: false });
    expect(change.reason).toMatch(/ignore_changes/);
    for (const { meaning } of change.attributes) {
      expect(meaning).toMatch(/not applied to what runs; it counts when it is made anew$/);
    }
  });

  test("does not hide what is applied beside it", () => {
    const change = changeOf((fleet) => {
      secondBoot(fleet);
      fleet.resource(STACK, WEB_1).memory = 16_384;
    });
    expect(change.action).toBe("update");
    const memory = change.attributes.find(({ path }) => path === "memory");
    expect(memory?.meaning).toBeUndefined();
  });

  test("is applied once it is no longer left alone", () => {
    const change = changeOf((fleet) => {
      fleet.resource(STACK, WEB_1).lifecycle.ignore_changes = [];
      secondBoot(fleet);
    });
    expect(change.action).toBe("update");
  });

  test("does not reach live documents, whose names begin alike", () => {
    const change = changeOf((fleet) =>
      fleet.machine(STACK, "web_1").document("logs", (text) => `${text}label a b\n`),
    );
    expect(change.action).toBe("update");
    expect(change.attributes.map(({ meaning }) => meaning)).toEqual(["the live document logs"]);
  });
});

describe("how Terraform goes about a resource", () => {
  test("does nothing by itself, and is told all the same", () => {
    const change = changeOf((fleet) => {
      fleet.resource(STACK, WEB_1).lifecycle.prevent_destroy = true;
    });
    expect(change).toMatchObject({
      action: "no-op",
      reason: "only how Terraform goes about it changes",
      isCosmetic: false,
    });
  });

  const triggered = (fleet: EditableFleet) => {
    const folder = fleet.resource(STACK, "vsphere_folder.place_folder");
    folder.lifecycle = { replace_triggered_by: [`${WEB_1}.memory`] };
    fleet.resource(STACK, "vsphere_resource_pool.place_pool").lifecycle = {
      replace_triggered_by: ["vsphere_folder.place_folder"],
    };
  };

  test("makes things anew because another one changes, one after the other", () => {
    const reviews = reviewOf((fleet) => {
      fleet.resource(STACK, WEB_1).memory = 16_384;
    }, triggered);
    expect(actionsOf(reviews)).toEqual([
      `update ${WEB_1}`,
      "replace vsphere_folder.place_folder",
      "replace vsphere_resource_pool.place_pool",
    ]);
    expect(reviews[0]?.changes[1]?.reason).toMatch(/replace_triggered_by/);
  });

  test("leaves them alone when something else changes", () => {
    const reviews = reviewOf((fleet) => {
      fleet.resource(STACK, WEB_1).num_cpus = 8;
    }, triggered);
    expect(actionsOf(reviews)).toEqual([`update ${WEB_1}`]);
  });
});
