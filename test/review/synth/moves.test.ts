import { describe, expect, test } from "@jest/globals";
import type { EditableFleet } from "../../controls/support/editable-fleet";
import { actionsOf, changeOf, reviewOf } from "./support";

const STACK = "verne-production";
const [OLD, NEW] = ["vsphere_folder.place_folder", "vsphere_folder.elsewhere"];

/** The folder under another address, and nothing else. */
const renames = (fleet: EditableFleet) => {
  const folders = fleet.stack(STACK).terraform.resource.vsphere_folder;
  folders.elsewhere = folders.place_folder;
  delete folders.place_folder;
};

describe("a resource under another address", () => {
  test("moves where a moved block says so, and nothing is done to it", () => {
    const change = changeOf((fleet) => {
      renames(fleet);
      fleet.stack(STACK).terraform.moved = [{ from: OLD, to: NEW }];
    });
    expect(change).toMatchObject({
      address: NEW,
      previousAddress: OLD,
      action: "no-op",
      attributes: [],
      isCosmetic: false,
    });
    expect(change.reason).toMatch(/moved block/);
  });

  test("moves and changes at once", () => {
    const change = changeOf((fleet) => {
      renames(fleet);
      fleet.stack(STACK).terraform.moved = { from: `\${${OLD}}`, to: NEW };
      fleet.resource(STACK, NEW).path = "straat/elsewhere";
    });
    expect(change).toMatchObject({ address: NEW, previousAddress: OLD, action: "update" });
    expect(change.attributes.map(({ path }) => path)).toEqual(["path"]);
  });

  test("is destroyed and made anew without one, and each says what the other is", () => {
    const [review] = reviewOf(renames);
    expect(actionsOf(review === undefined ? [] : [review])).toEqual([`create ${NEW}`, `delete ${OLD}`]);
    const [made, gone] = review?.changes ?? [];
    expect(made).toMatchObject({
      previousAddress: undefined,
      reason: expect.stringContaining(`the same as ${OLD}`),
    });
    expect(gone).toMatchObject({ reason: expect.stringContaining(`the same as ${NEW}`) });
  });

  test("is another thing when its body is", () => {
    const [review] = reviewOf((fleet) => {
      renames(fleet);
      fleet.resource(STACK, NEW).path = "straat/elsewhere";
    });
    expect(review?.changes.map(({ action, reason }) => [action, reason])).toEqual([
      ["create", undefined],
      ["delete", undefined],
    ]);
  });

  test("has moved before when the block is an old one", () => {
    const moved = { from: OLD, to: NEW };
    const already = (fleet: EditableFleet) => {
      renames(fleet);
      fleet.stack(STACK).terraform.moved = [moved];
    };
    expect(reviewOf(() => {}, already)).toEqual([]);
  });
});

test("a resource that moved twice is where it moved to last", () => {
  const change = changeOf((fleet) => {
    renames(fleet);
    fleet.stack(STACK).terraform.moved = [
      { from: "vsphere_folder.between", to: NEW },
      { from: OLD, to: "vsphere_folder.between" },
    ];
  });
  expect(change).toMatchObject({ address: NEW, previousAddress: OLD, action: "no-op" });
});

test("moves in a circle end somewhere", () => {
  const reviews = reviewOf((fleet) => {
    fleet.stack(STACK).terraform.moved = [
      { from: "vsphere_folder.a", to: "vsphere_folder.b" },
      { from: "vsphere_folder.b", to: "vsphere_folder.c" },
      { from: "vsphere_folder.c", to: "vsphere_folder.b" },
    ];
  });
  expect(reviews).toEqual([]);
});

describe("a resource that is let go of", () => {
  const letsGo = (lifecycle?: object) => (fleet: EditableFleet) => {
    fleet.drop(STACK, OLD);
    fleet.stack(STACK).terraform.removed = [{ from: OLD, ...(lifecycle === undefined ? {} : { lifecycle }) }];
  };

  test("stays where it is when a removed block says so", () => {
    expect(changeOf(letsGo({ destroy: false }))).toMatchObject({ address: OLD, action: "forget" });
  });

  test("is destroyed when the block says nothing of it", () => {
    expect(changeOf(letsGo())).toMatchObject({ address: OLD, action: "delete" });
    expect(changeOf(letsGo({ destroy: true }))).toMatchObject({ address: OLD, action: "delete" });
  });
});

test("a resource that is taken over says by which id", () => {
  const change = changeOf((fleet) => {
    const { terraform } = fleet.stack(STACK);
    terraform.resource.vsphere_folder.other = { path: "straat/other", type: "vm" };
    terraform.import = [{ to: "vsphere_folder.other", id: "/ams-dc1/vm/straat/other" }];
  });
  expect(change).toMatchObject({ action: "update", importing: "/ams-dc1/vm/straat/other" });
});
