import { describe, expect, test } from "@jest/globals";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Body } from "../../support/app";
import { entry, planWith } from "./support/plan-json";

const only = (...[what]: Parameters<typeof entry>) => {
  const [first, ...others] = readPlanChanges(planWith([entry(what)]), "plan.json").resources;
  if (first === undefined || others.length > 0) throw new Error("not one change");
  return first.change;
};
const nothing = (...[what]: Parameters<typeof entry>) =>
  readPlanChanges(planWith([entry(what)]), "plan.json").resources.length === 0;

describe("What Terraform does", () => {
  test.each([
    [["create"], "create"],
    [["read"], "read"],
    [["update"], "update"],
    [["delete"], "delete"],
    [["forget"], "forget"],
    [["delete", "create"], "replace"],
    [["create", "delete"], "replace-after"],
    [["create", "forget"], "replace-forget"],
  ])("is told: %j is %s", (actions, action) => {
    const isGoing = ["delete", "forget"].includes(action);
    const sides = isGoing ? { before: { a: 1 } } : { after: { a: 1 } };
    const address = action === "read" ? "data.x.one" : "x.one";
    expect(only({ address, actions, ...sides })).toMatchObject({ action });
  });

  test.each([[["forget", "create"]], [["update", "delete"]], [["explode"]], [[]], [["no-op", "delete"]]])(
    "is unknown where nobody here knows the words %j",
    (actions) => {
      const change = only({ actions });
      expect(change.action).toBe("unknown");
      expect(change.reason).toContain(JSON.stringify(actions));
    },
  );

  test("is nothing for what stays, and something for what moves or is taken over while it stays", () => {
    const stays = { actions: ["no-op"], before: { a: 1 }, after: { a: 1 } };
    expect(nothing(stays)).toBe(true);
    expect(only({ ...stays, entry: { previous_address: "terraform_data.zero" } }).previousAddress).toBe(
      "terraform_data.zero",
    );
    expect(only({ ...stays, change: { importing: { id: "vm-7" } } }).importing).toBe("vm-7");
  });

  test.each<[string, Parameters<typeof entry>[0]]>([
    ["nothing, and its values differ", { actions: ["no-op"], before: { a: 1 }, after: { a: 2 } }],
    ["nothing, and it goes", { actions: ["no-op"], before: { a: 1 } }],
    [
      "nothing but a move, and its values differ",
      { actions: ["no-op"], before: { a: 1 }, entry: { previous_address: "terraform_data.zero" } },
    ],
    ["that it is read, of a resource", { actions: ["read"], before: { a: 1 } }],
    ["that it is made, and it was there", { actions: ["create"], before: { a: 1 }, after: { a: 2 } }],
    ["that it goes, and it is there afterwards", { actions: ["delete"], before: { a: 1 }, after: { a: 1 } }],
    [
      "that it is forgotten, and it is there afterwards",
      { actions: ["forget"], before: { a: 1 }, after: { a: 1 } },
    ],
  ])("is unknown where the plan says %s", (_, what) => {
    const change = only(what);
    expect(change.action).toBe("unknown");
    expect(change.reason).toContain("its values say otherwise");
  });

  test("is a read of a data source", () => {
    expect(only({ address: "data.x.one", actions: ["read"], after: { a: 1 } }).action).toBe("read");
  });

  test("is told of numbers that JavaScript rounds, and texts that look like them are left alone", () => {
    const plan = planWith([
      entry({ after: { size: "SIZE", sizes: ["SIZE"], note: 'x":9007199254740993,9007199254740993,' } }),
    ]);
    const [{ change } = { change: undefined }] = readPlanChanges(
      plan.replaceAll('"SIZE"', "9007199254740993"),
      "plan.json",
    ).resources;
    expect(change?.attributes.map(({ path, after }) => [path, after])).toEqual([
      ["size", '"9007199254740993"'],
      ["sizes", '["9007199254740993"]'],
      ["note", JSON.stringify('x":9007199254740993,9007199254740993,')],
    ]);
  });

  test("is cosmetic only where it is a change in place", () => {
    const sides = { before: { note: '{"a":1}' }, after: { note: '{ "a": 1 }' } };
    const of = (actions: readonly string[]) => only({ actions, ...sides }).isCosmetic;
    expect(of(["update"])).toBe(true);
    for (const actions of [["delete", "create"], ["create", "delete"], ["create", "forget"], ["explode"]]) {
      expect(of(actions)).toBe(false);
    }
  });

  test("is told of keys that every object of JavaScript has", () => {
    const change = only({
      before: JSON.parse('{"labels":{"a":"b"}}'),
      after: JSON.parse('{"labels":{"a":"b","constructor":"x","__proto__":{"y":"z"}}}'),
    });
    expect(change.attributes.map(({ path, kind, after }) => [path, kind, after])).toEqual([
      ["labels.constructor", "added", '"x"'],
      ["labels.__proto__.y", "added", '"z"'],
    ]);
  });

  test("is told with the id by which a thing is taken over, whatever else happens to it", () => {
    const importing = (value: unknown) =>
      only({ actions: ["create"], change: { importing: value } }).importing;
    expect(importing({ id: "vm-7" })).toBe("vm-7");
    expect(importing({ unknown: true })).toBe("known only after the apply");
    expect(importing({ identity: { name: "a" } })).toBe('{"name":"a"}');
    expect(only({ actions: ["create"] }).importing).toBeUndefined();
  });

  test("is told with why, in a sentence, and by Terraform's own word where that is new", () => {
    const why = (word: string) => only({ entry: { action_reason: word } }).reason;
    expect(why("replace_because_tainted")).toBe(
      "an earlier run left it half made, or somebody marked it as broken",
    );
    expect(why("replace_because_full_moon")).toBe("Terraform says replace because full moon");
    expect(why("constructor")).toBe("Terraform says constructor");
  });

  test("is told with the paths that force a replacement, as one would write them", () => {
    const paths = [["disk", 0, "size"], ["extra_config", "guestinfo.a"], ["name"]];
    expect(only({ actions: ["delete", "create"], change: { replace_paths: paths } }).replacePaths).toEqual([
      "disk[0].size",
      'extra_config["guestinfo.a"]',
      "name",
    ]);
  });
});

describe("What is sensitive", () => {
  const secretly = (secret: string, ...entries: Parameters<typeof planWith>[0]) =>
    readPlanChanges(
      planWith([
        ...entries,
        entry({
          address: "x.secret",
          actions: ["create"],
          after: { a: secret },
          sensitiveAfter: { a: true },
        }),
      ]),
      "plan.json",
    ).resources.map(({ change }) => change);

  test("does not hide a thing's own name and type, by which others know it", () => {
    for (const secret of ["web_1", "vsphere_virtual_machine", "vsphere_virtual_machine.web_1"]) {
      const [change] = secretly(secret, entry({ address: "vsphere_virtual_machine.web_1" }));
      expect(change).toMatchObject({
        address: "vsphere_virtual_machine.web_1",
        type: "vsphere_virtual_machine",
      });
    }
  });

  test("is hidden in the key of an address, and two such addresses stay two", () => {
    const secret = 'korenbloem "4471"';
    const keyed = (key: string) => entry({ address: `x.keyed[${JSON.stringify(key)}]` });
    const moved = { ...keyed(secret), address: "x.other", previous_address: keyed(secret)["address"] };
    const told = secretly(secret, keyed(secret), keyed(`${secret}!`), keyed("open"), moved);
    expect(told.map(({ address }) => address)).toEqual([
      'x.keyed["(sensitive)"]',
      'x.keyed["(sensitive)!"]',
      'x.keyed["open"]',
      "x.other",
      "x.secret",
    ]);
    expect(told[3]?.previousAddress).toBe('x.keyed["(sensitive)"]');
    const alike = secretly("korenbloem-4471", keyed("korenbloem-4471"), {
      ...keyed(Buffer.from("korenbloem-4471").toString("hex")),
    });
    expect(alike.map(({ address }) => address)).toEqual([
      'x.keyed["(sensitive)"]',
      'x.keyed["(sensitive)"] #2',
      "x.secret",
    ]);
    // Terraform doubles the sign before a brace.
    const [braced] = secretly("koren${bloem}", { ...keyed("x"), address: 'x.keyed["koren$${bloem}"]' });
    expect(braced?.address).toBe('x.keyed["(sensitive)"]');
  });

  test("is hidden on both sides, though it is marked on one, and a mark on a list covers all in it", () => {
    const change = only({
      before: { keys: ["alpha-bravo-1"], pin: 1234, plain: "x" },
      after: { keys: ["alpha-bravo-2", "charlie-delta-3"], pin: 4321, plain: "y" },
      sensitiveBefore: { keys: true },
      sensitiveAfter: { pin: true },
    });
    expect(change.attributes).toMatchObject([
      { path: "keys", before: "(sensitive value)", after: "(sensitive value)" },
      { path: "pin", before: "(sensitive value)", after: "(sensitive value)" },
      { path: "plain", before: '"x"', after: '"y"' },
    ]);
  });

  test("is hidden on a delete, where Terraform marks nothing after", () => {
    const change = only({
      actions: ["delete"],
      before: { token: "alpha-bravo-1", note: "has alpha-bravo-1 in it" },
      sensitiveBefore: { token: true },
      sensitiveAfter: false,
    });
    expect(change.attributes).toMatchObject([
      { path: "token", kind: "removed", before: "(sensitive value)" },
      { path: "note", kind: "removed", before: '"has (sensitive) in it"' },
    ]);
  });

  test("is what Kubernetes calls a Secret, which a manifest does not mark", () => {
    const manifest = {
      kind: "Secret",
      metadata: { name: "database" },
      data: { url: "cG9zdGdyZXM6Ly9hcHA=" },
    };
    const change = only({
      address: "kubernetes_manifest.database",
      actions: ["create"],
      after: { manifest, copied: "to postgres://app" },
    });
    expect(change.attributes.map(({ path, after }) => [path, after])).toEqual([
      ["manifest.kind", '"Secret"'],
      ["manifest.metadata.name", '"database"'],
      ["manifest.data", "(sensitive value)"],
      ["copied", '"to (sensitive)"'],
    ]);
    const open = only({
      address: "kubernetes_manifest.x",
      after: { manifest: { ...manifest, kind: "ConfigMap" } },
    });
    expect(open.attributes.map(({ path }) => path)).toContain("manifest.data.url");
  });
});

describe("Drift", () => {
  const drifted = (before: unknown, after: unknown) =>
    entry({
      address: "terraform_data.two",
      actions: after === null ? ["delete"] : ["update"],
      before,
      after,
    });
  const read = (drift: unknown, others: object = {}, entries: Parameters<typeof planWith>[0] = []) =>
    readPlanChanges(planWith(entries, { resource_drift: [drift], ...others }), "plan.json");
  const relevant = (attribute: readonly unknown[], resource = "terraform_data.two") => ({
    relevant_attributes: [{ resource, attribute }],
  });

  test("matters where something that changes rests on what drifted, and is noise elsewhere", () => {
    const drift = drifted({ memory: 1, note: "a" }, { memory: 2, note: "a" });
    expect(read(drift, relevant(["memory"])).drift).toMatchObject([
      { change: { address: "terraform_data.two" } },
    ]);
    expect(read(drift, relevant([])).drift).toHaveLength(1);
    expect(read(drift, relevant(["note"])).drift).toEqual([]);
    expect(read(drift, relevant(["memory"], "terraform_data.three")).drift).toEqual([]);
    expect(read(drift).notAnalysed).toMatchObject([{ what: "drift of 1 resource: terraform_data.two" }]);
    expect(read(drift, relevant(["memory"])).notAnalysed).toEqual([]);
  });

  test("is followed into lists and blocks, and through an address with a key", () => {
    const drift = {
      ...drifted({ disk: [{ size: 1 }] }, { disk: [{ size: 2 }] }),
      address: 'terraform_data.two["a[0]"]',
    };
    expect(read(drift, relevant(["disk", 0, "size"])).drift).toHaveLength(1);
    expect(read(drift, relevant(["disk", 0, "label"])).drift).toEqual([]);
  });

  test("matters where the plan undoes it, and not where the plan changes something else there", () => {
    const drift = drifted({ memory: 1, note: "a" }, { memory: 2, note: "a" });
    const planned = (after: unknown) =>
      entry({ address: "terraform_data.two", before: { memory: 2, note: "a" }, after });
    expect(read(drift, {}, [planned({ memory: 1, note: "a" })]).drift).toHaveLength(1);
    expect(read(drift, {}, [planned({ memory: 2, note: "b" })]).drift).toEqual([]);
  });

  test("matters where the thing is gone, and not where it has another address only", () => {
    expect(read(drifted({ memory: 1 }, null)).drift).toHaveLength(1);
    const moved: Body = { ...drifted({ a: 1 }, { a: 1 }), previous_address: "terraform_data.old" };
    const idle = { ...moved, change: { ...moved["change"], actions: ["no-op"] } };
    expect(read(idle).drift).toEqual([]);
    expect(read(idle).notAnalysed).toEqual([]);
  });
});
