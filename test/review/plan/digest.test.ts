import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { digestOf, digestOfAll } from "../../../lib/review/digest";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Body } from "../../support/app";
import { entry, planBody, planWith } from "./support/plan-json";

const value = fc.jsonValue({ maxDepth: 2, noUnicodeString: false });
const body = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), value, { maxKeys: 5 });
const change = fc.record({ before: body, after: body, address: fc.string({ minLength: 1, maxLength: 9 }) });
const plan = fc
  .uniqueArray(change, { minLength: 1, maxLength: 5, selector: ({ address }) => address })
  .map((changes) =>
    planBody(
      changes.map(({ address, ...sides }) => entry({ address: `terraform_data.${address}`, ...sides })),
      { output_changes: { one: { actions: ["update"], before: 1, after: 2 } } },
    ),
  );

/** The same JSON with the keys of each object the other way round. */
function turned(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(turned);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .reverse()
      .map(([key, item]) => [key, turned(item)]),
  );
}

describe("The digest of a plan", () => {
  test("is the same in whichever order it is written, whenever and by whichever Terraform", () => {
    fc.assert(
      fc.property(plan, (one) => {
        const other = turned({
          ...one,
          timestamp: "2031-01-01T00:00:00Z",
          terraform_version: "1.15.0",
          resource_changes: [...one["resource_changes"]].reverse(),
          prior_state: { values: {} },
        });
        expect(digestOf(other as Body)).toBe(digestOf(one));
      }),
    );
  });

  test("is another one when anything that changes is another thing", () => {
    fc.assert(
      fc.property(plan, fc.nat(), fc.constantFrom("before", "after"), value, (one, place, side, other) => {
        const changes: Body[] = one["resource_changes"];
        const index = place % changes.length;
        const changed = changes.map((item, at) =>
          at === index
            ? { ...item, change: { ...item["change"], [side]: { "another value": other } } }
            : item,
        );
        expect(digestOf({ ...one, resource_changes: changed })).not.toBe(digestOf(one));
      }),
    );
  });

  const one = entry({ before: { a: 1 }, after: { a: 2 }, change: { replace_paths: [["b"], ["a"]] } });
  const digest = digestOf(planBody([one]));
  test.each<[string, Body]>([
    ["another action", { ...one, change: { ...one["change"], actions: ["delete", "create"] } }],
    ["another address", { ...one, address: "terraform_data.two" }],
    ["where it was", { ...one, previous_address: "terraform_data.zero" }],
    ["an import", { ...one, change: { ...one["change"], importing: { id: "x" } } }],
    ["what is not known", { ...one, change: { ...one["change"], after_unknown: { b: true } } }],
    ["what is left behind", { ...one, deposed: "0a1b2c3d" }],
    ["why", { ...one, action_reason: "replace_by_request" }],
  ])("tells %s apart", (_, other) => {
    expect(digestOf(planBody([other]))).not.toBe(digest);
  });

  test("tells a change from none, from two, and from one that is put off", () => {
    const others = [
      planBody([]),
      planBody([one, entry({ address: "terraform_data.two" })]),
      planBody([], { deferred_changes: [{ reason: "x", resource_change: one }] }),
      planBody([one], { output_changes: { a: { actions: ["create"], after: 1 } } }),
    ].map((other) => digestOf(other));
    expect(new Set([...others, digest]).size).toBe(5);
  });

  test("is the same whatever stays, and whatever was changed beside Terraform", () => {
    const stays = entry({
      address: "terraform_data.two",
      actions: ["no-op"],
      before: { ip: 1 },
      after: { ip: 1 },
    });
    expect(digestOf(planBody([one, stays], { resource_drift: [stays] }))).toBe(digest);
    const paths = { ...one, change: { ...one["change"], replace_paths: [["a"], ["b"]] } };
    expect(digestOf(planBody([paths]))).toBe(digest);
    const output = { actions: ["no-op"], before: 1, after: 1 };
    expect(digestOf(planBody([one], { output_changes: { a: output } }))).toBe(digest);
  });

  describe("of a plan with a secret", () => {
    const read = (entries: readonly Body[], others: Body = {}) =>
      readPlanChanges(planWith(entries, others), "plan.json").digest;
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{11,19}$/);

    /** Places where it stands, marked, in a plan that has it unmarked in other places. */
    const places: Readonly<Record<string, (secret: string) => string>> = {
      "a value": (secret) =>
        read([
          entry({
            before: { a: "z" },
            after: { a: secret, b: `see ${secret}` },
            sensitiveAfter: { a: true },
          }),
        ]),
      "a list within a block": (secret) =>
        read([
          entry({
            before: { c: [{ a: ["x"] }] },
            after: { c: [{ a: ["x", secret] }] },
            sensitiveAfter: { c: [{ a: [false, true] }] },
          }),
        ]),
      "the whole": (secret) =>
        read([entry({ actions: ["create"], after: { a: { b: secret } }, sensitiveAfter: true })]),
      "what goes": (secret) =>
        read([entry({ actions: ["delete"], before: { a: secret }, sensitiveBefore: { a: true } })]),
      "a key of a map": (secret) =>
        read([entry({ actions: ["create"], after: { a: { [secret]: 1 } }, sensitiveAfter: { a: true } })]),
      "an output": (secret) =>
        read([], { output_changes: { o: { actions: ["create"], after: secret, after_sensitive: true } } }),
      "what is put off": (secret) =>
        read([], {
          deferred_changes: [
            {
              reason: "x",
              resource_change: entry({ after: { a: secret }, sensitiveAfter: { a: true } }),
            },
          ],
        }),
      "an action's settings": (secret) =>
        read([], {
          action_invocations: [
            { address: "action.x.y", config_values: { a: secret }, config_sensitive: { a: true } },
          ],
        }),
      "an action that is put off": (secret) =>
        read([], {
          deferred_action_invocations: [
            {
              reason: "x",
              action_invocation: { config_values: { a: secret }, config_sensitive: { a: true } },
            },
          ],
        }),
      "a Secret that nobody marked": (secret) =>
        read([
          entry({
            address: "kubernetes_manifest.s",
            actions: ["create"],
            after: { manifest: { kind: "Secret", stringData: { a: secret } } },
          }),
        ]),
      "a variable, and unmarked where it is used": (secret) =>
        read([entry({ after: { a: `postgres://app:${secret}@db` } })], {
          variables: { v: { value: secret } },
          configuration: { root_module: { variables: { v: { sensitive: true } } } },
        }),
    };

    test.each(Object.keys(places))("is the same whichever it is: in %s", (place) => {
      fc.assert(
        fc.property(word, word, (one, other) => {
          expect(places[place]?.(one)).toBe(places[place]?.(other));
        }),
        { numRuns: 20 },
      );
    });

    test("tells whether there is one, and whether it stays", () => {
      const of = (before: unknown, after: unknown) =>
        read([
          entry({
            before: { size: 1, password: before },
            after: { size: 2, password: after },
            sensitiveBefore: { password: true },
            sensitiveAfter: { password: true },
          }),
        ]);
      const all = [of("korenbloem-1", "korenbloem-1"), of("korenbloem-1", "korenbloem-2"), of(null, "x")];
      expect(new Set([...all, of("korenbloem-1", null), of(null, null)]).size).toBe(5);
      expect(of("korenbloem-3", "korenbloem-3")).toBe(all[0]);
    });

    test("is another one with other actions, though a secret is the word for them", () => {
      const of = (actions: readonly string[]) =>
        read([
          entry({ actions, before: { a: "delete" }, after: null, sensitiveBefore: { a: true } }),
          entry({ address: "x.y", before: { b: "create" }, after: { b: 1 }, sensitiveBefore: { b: true } }),
        ]);
      expect(of(["delete"])).not.toBe(of(["delete", "create"]));
      expect(of(["delete"])).not.toBe(of(["create"]));
    });
  });

  test("tells numbers apart that JavaScript rounds to the same", () => {
    const read = (digits: string) => {
      const text = JSON.stringify(planBody([entry({ after: { size: "SIZE" } })])).replace('"SIZE"', digits);
      return readPlanChanges(text, "plan.json").digest;
    };
    expect(read("9007199254740993")).not.toBe(read("9007199254740992"));
    expect(read("4096")).not.toBe(read("4097"));
    expect(read("0.12345678901234567891")).not.toBe(read("0.12345678901234567892"));
    expect(read("1e400")).not.toBe(read("1e401"));
    expect(read("-9007199254740993")).not.toBe(read("-9007199254740992"));
    expect(read("[1,9007199254740993]")).not.toBe(read("[1,9007199254740992]"));
  });

  test("of several plans is one, in whichever order they are given", () => {
    expect(digestOfAll([digest])).toBe(digest);
    expect(digestOfAll(["b", "a"])).toBe(digestOfAll(["a", "b"]));
    expect(digestOfAll(["a", "b"])).not.toBe(digestOfAll(["a", "c"]));
    expect(digestOfAll(["a", "a"])).not.toBe(digestOfAll(["a"]));
  });
});
