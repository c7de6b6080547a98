import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readPlanChanges } from "../../../lib/review/plan/read-plan-changes";
import type { Body } from "../../support/app";
import { mistakesOf } from "../../support/errors";
import { entry, planWith } from "../plan/support/plan-json";

/** Everything of a plan that a review is made of, but for the values that hazards are looked for in. */
function shown(text: string): string {
  const { redactor: _, resources, drift, ...rest } = readPlanChanges(text, "plan.json");
  const changes = [resources, drift].map((list) => list.map(({ change }) => change));
  return JSON.stringify([changes, { ...rest, names: undefined }]);
}

const packed = (text: string) => gzipSync(text).toString("base64");
const live = (payload: string) => {
  const digest = createHash("sha256").update(payload).digest("hex");
  return packed(`straat-document 1 firewall 7 ${digest}\n${payload}`);
};

/** Ways to write a secret inside of a value that nobody marked. */
const WAYS: Readonly<Record<string, (secret: string) => unknown>> = {
  plain: (secret) => secret,
  sentence: (secret) => `the key (${secret}), as agreed`,
  lines: (secret) => `one\ntwo ${secret}\nthree\n`,
  json: (secret) => JSON.stringify({ a: [{ b: secret }] }),
  "json twice": (secret) => JSON.stringify({ a: JSON.stringify({ b: secret }) }),
  address: (secret) => `https://example.nl/?q=${encodeURIComponent(secret)}&r=1`,
  form: (secret) => `${new URLSearchParams({ q: secret })}`,
  base64: (secret) => Buffer.from(secret).toString("base64"),
  "base64 of more": (secret) => Buffer.from(`user:${secret} and more`).toString("base64"),
  "base64 of what is no text": (secret) => Buffer.from(`\u0000\u0001${secret}\u0002`).toString("base64"),
  "base64 for an address": (secret) => Buffer.from(`xy${secret}zz`).toString("base64url"),
  hexadecimals: (secret) => Buffer.from(secret).toString("hex"),
  zipped: (secret) => packed(`first\n${secret}\nlast\n`),
  "user data": (secret) => packed(`#cloud-config\n${JSON.stringify({ runcmd: [["echo", secret]] })}`),
  "live document": (secret) => live(`# a line\nadd ${secret}\n`),
  list: (secret) => ["a", secret, "b"],
  block: (secret) => [{ name: "x", value: secret }],
  "key of a map": (secret) => ({ [secret]: "x" }),
  deep: (secret) => ({ a: { b: [{ c: { d: secret } }] } }),
};
const ways = fc.constantFrom(...Object.keys(WAYS));

/** Places where Terraform marks a secret; each is a part of a plan in which nothing else is marked. */
const MARKED: Readonly<Record<string, (secret: string) => { entries?: Body[]; others?: Body }>> = {
  "a value after": (secret) => ({
    entries: [entry({ address: "x.marked", after: { a: secret }, sensitiveAfter: { a: true } })],
  }),
  "a value before": (secret) => ({
    entries: [entry({ address: "x.marked", before: { a: secret }, sensitiveBefore: { a: true } })],
  }),
  "a whole map": (secret) => ({
    entries: [entry({ address: "x.marked", after: { a: { b: [secret] } }, sensitiveAfter: { a: true } })],
  }),
  "a list within": (secret) => ({
    entries: [
      entry({ address: "x.marked", after: { a: ["b", secret] }, sensitiveAfter: { a: [false, true] } }),
    ],
  }),
  "what stays": (secret) => ({
    entries: [
      entry({
        address: "x.marked",
        actions: ["no-op"],
        before: { a: secret },
        after: { a: secret },
        sensitiveAfter: { a: true },
      }),
    ],
  }),
  "an output that changes": (secret) => ({
    others: { output_changes: { o: { actions: ["create"], after: secret, after_sensitive: true } } },
  }),
  "a part of an output": (secret) => ({
    others: {
      output_changes: {
        o: {
          actions: ["update"],
          before: { a: "x" },
          after: { a: secret, b: 1 },
          after_sensitive: { a: true },
        },
      },
    },
  }),
  "an output that goes": (secret) => ({
    others: {
      output_changes: {
        o: {
          actions: ["delete"],
          before: secret,
          after: null,
          before_sensitive: true,
          after_sensitive: false,
        },
      },
    },
  }),
  "a block of several": (secret) => ({
    entries: [
      entry({
        address: "x.marked",
        after: { a: [{ b: "c" }, { b: secret, d: "e" }] },
        sensitiveAfter: { a: [{}, { b: true }] },
      }),
    ],
  }),
  "what an earlier replacement left behind": (secret) => ({
    entries: [
      entry({
        address: "x.marked",
        actions: ["delete"],
        before: { a: secret },
        sensitiveBefore: { a: true },
        entry: { deposed: "0a1b2c3d" },
      }),
    ],
  }),
  "what a data source read": (secret) => ({
    entries: [
      entry({
        address: "data.x.marked",
        actions: ["read"],
        after: { a: secret },
        sensitiveAfter: { a: true },
      }),
    ],
  }),
  "the settings of an action": (secret) => ({
    others: {
      action_invocations: [
        { address: "action.x.y", config_values: { a: [secret] }, config_sensitive: { a: true } },
      ],
    },
  }),
  "the settings of an action that is put off": (secret) => ({
    others: {
      deferred_action_invocations: [
        {
          reason: "x",
          action_invocation: {
            address: "action.x.y",
            config_values: { a: secret },
            config_sensitive: { a: true },
          },
        },
      ],
    },
  }),
  "what it drifted to": (secret) => ({
    others: {
      resource_drift: [
        entry({
          address: "x.drifted",
          before: { a: "x" },
          after: { a: secret },
          sensitiveAfter: { a: true },
        }),
      ],
    },
  }),
  "an output as planned": (secret) => ({
    others: { planned_values: { outputs: { o: { sensitive: true, value: secret } }, root_module: {} } },
  }),
  "what was read": (secret) => ({
    others: {
      prior_state: {
        values: {
          root_module: {
            child_modules: [
              { resources: [{ type: "x", values: { a: secret }, sensitive_values: { a: true } }] },
            ],
          },
        },
      },
    },
  }),
  "a variable": (secret) => ({
    others: {
      variables: { v: { value: secret } },
      configuration: { root_module: { variables: { v: { sensitive: true } } } },
    },
  }),
  "a variable of a module": (secret) => ({
    others: {
      configuration: {
        root_module: {
          module_calls: {
            m: {
              expressions: { v: { constant_value: secret } },
              module: { variables: { v: { sensitive: true } } },
            },
          },
        },
      },
    },
  }),
  drift: (secret) => ({
    others: {
      resource_drift: [
        entry({ address: "x.drifted", before: { a: secret }, after: null, sensitiveBefore: { a: true } }),
      ],
    },
  }),
  "what is put off": (secret) => ({
    others: {
      deferred_changes: [
        {
          reason: "x",
          resource_change: entry({ address: "x.off", after: { a: secret }, sensitiveAfter: { a: true } }),
        },
      ],
    },
  }),
  "a Secret": (secret) => ({
    entries: [
      entry({
        address: "kubernetes_manifest.s",
        actions: ["create"],
        after: { manifest: { kind: "Secret", stringData: { a: secret } } },
      }),
    ],
  }),
};
const marked = fc.constantFrom(...Object.keys(MARKED));

/** Places where a plan carries it without a mark. */
function carrying(value: unknown, other: unknown, secret: string): { entries: Body[]; others: Body } {
  const extra = { "guestinfo.straat.firewall": value, "guestinfo.userdata": other };
  const change = { replace_paths: [["a", secret]], importing: { id: secret } };
  return {
    entries: [
      entry({ address: "x.created", actions: ["create"], after: { a: value, extra_config: extra } }),
      entry({
        address: "x.updated",
        before: { a: value, l: ["z"], extra_config: {} },
        after: { a: other, l: [value], extra_config: extra },
      }),
      entry({ address: "x.deleted", actions: ["delete"], before: { a: value, c: other } }),
      entry({
        address: `x.keyed[${JSON.stringify(secret)}]`,
        before: { a: 1 },
        after: { a: 2 },
        change,
        entry: { previous_address: `x.old[${JSON.stringify(secret)}]` },
      }),
    ],
    others: {
      output_changes: { plain: { actions: ["update"], before: value, after: other, after_unknown: false } },
      checks: [
        {
          address: { to_display: `check.${secret}` },
          status: "fail",
          instances: [{ status: "fail", problems: [{ message: `It is ${secret}.` }] }],
        },
      ],
      resource_drift: [
        entry({
          address: `module.m[${JSON.stringify(secret)}].x.drifted_too`,
          actions: ["delete"],
          before: { a: value },
          after: null,
        }),
        entry({
          address: `x.drifted_elsewhere[${JSON.stringify(secret)}]`,
          before: { a: 1 },
          after: { a: 2 },
        }),
      ],
      deferred_changes: [
        {
          reason: secret,
          resource_change: entry({
            address: `x.off_too[${JSON.stringify(secret)}]`,
            before: { a: other },
            after: { a: value },
          }),
        },
      ],
      action_invocations: [{ address: `action.x.${secret}` }],
    },
  };
}

/** Lists are put behind one another, objects into one another. */
function merged(one: Body, other: Body): Body {
  const both = Object.keys(one).filter((key) => key in other);
  const joined = both.map((key) => {
    const [a, b] = [one[key], other[key]];
    return [key, Array.isArray(a) ? [...a, ...(b as unknown[])] : merged(a as Body, b as Body)];
  });
  return { ...one, ...other, ...Object.fromEntries(joined) };
}

/** The secret, or what of it somebody could read it back from. */
function leaksOf(secret: string, text: string): readonly string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const clear = [secret, ...lines].filter((part) => part.length >= 8);
  const spellings = clear.flatMap((part) => {
    const bytes = Buffer.from(part);
    return [
      part,
      JSON.stringify(part).slice(1, -1),
      JSON.stringify(JSON.stringify(part).slice(1, -1)).slice(1, -1),
      encodeURIComponent(part),
      bytes.toString("hex"),
      bytes.toString("base64"),
      ...[1, 2].map((before) =>
        Buffer.concat([Buffer.alloc(before), bytes])
          .toString("base64")
          .slice(4, -4),
      ),
    ].filter((spelling) => spelling.length >= 8);
  });
  return spellings.filter((spelling) => text.includes(spelling));
}

/** What people and generators take for a secret; long enough to be looked for inside of other words. */
const secret = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 8, maxLength: 40 }),
    fc.string({ unit: "grapheme-ascii", minLength: 8, maxLength: 24 }),
    fc.base64String({ minLength: 12, maxLength: 64 }),
    fc
      .array(fc.string({ unit: "grapheme-ascii", minLength: 8, maxLength: 20 }), {
        minLength: 2,
        maxLength: 3,
      })
      .map((lines) => lines.join("\n")),
  )
  .filter((text) => text.trim().length >= 8);

test("a secret that is marked in one place of a plan is shown in none", () => {
  fc.assert(
    fc.property(secret, marked, ways, ways, (value, place, one, other) => {
      const { entries = [], others = {} } = MARKED[place]?.(value) ?? {};
      const carried = carrying(WAYS[one]?.(value), WAYS[other]?.(value), value);
      const text = shown(planWith([...entries, ...carried.entries], merged(others, carried.others)));
      expect(leaksOf(value, text)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test.each(Object.keys(MARKED).flatMap((place) => Object.keys(WAYS).map((way) => [place, way] as const)))(
  "a secret that is marked as %s is shown nowhere when it is written as %s",
  (place, way) => {
    const value = `korenbloem <4471> & "peer"`;
    const { entries = [], others = {} } = MARKED[place]?.(value) ?? {};
    const carried = carrying(WAYS[way]?.(value), "other", value);
    const text = shown(planWith([...entries, ...carried.entries], merged(others, carried.others)));
    expect(leaksOf(value, text)).toEqual([]);
    expect(text).toContain("(sensitive");
  },
);

test("what cannot be read is refused without a secret in the words", () => {
  const secret = "korenbloem-4471";
  const marked = entry({ address: "x.marked", after: { a: secret }, sensitiveAfter: { a: true } });
  const broken = { address: `x.broken["${secret}"]`, type: "x", change: 7 };
  const [mistake] = mistakesOf(() => readPlanChanges(planWith([marked, broken]), "plan.json"));
  expect(mistake?.problem).toBe('has a change that cannot be read, of x.broken["(sensitive)"]');
});

test("a secret that is marked nowhere would be seen by this test", () => {
  const carried = carrying("korenbloem 4471 peer", "other", "korenbloem 4471 peer");
  const text = shown(planWith(carried.entries, carried.others));
  expect(leaksOf("korenbloem 4471 peer", text)).not.toEqual([]);
});
