import { describe, expect, test } from "@jest/globals";
import { describeLevels } from "../../lib/controls/report/catalogue";
import type { Rule } from "../../lib/controls/rule";
import { RULES } from "../../lib/controls/rules";
import { isPromiseId, promise } from "../../lib/model/promises";
import { ruleFiles } from "./support/rule-files";

/**
 * Every rule, how bad its findings are and whether a waiver may allow them. Written by hand on purpose: a rule that goes, or
 * becomes milder, shows in a review. E is error everywhere, A error from acceptance on, W warning everywhere.
 */
const FROZEN = `
blocks-do-not-overlap  E  never
cards-in-own-network  E  never
clean-stop  A  waivable
client-and-stage-tags  E  waivable
connections-outlive-a-member  A  waivable
data-disk-kept  E  waivable
disks-where-declared  A  waivable
enough-members  E  waivable
every-machine-is-declared  E  never
every-server-is-made  E  waivable
evidence-looked-at-yearly  W  never
first-boot-is-frozen  A  waivable
floating-address  A  waivable
gateway-at-every-site  E  waivable
grows-while-it-runs  A  waivable
members-alike  A  waivable
members-change-one-at-a-time  A  waivable
members-on-different-datastores  A  waivable
members-on-different-hosts  A  waivable
names-say-whose  E  waivable
networks-do-not-overlap  E  never
no-remote-state  E  never
odd-number-of-votes  A  waivable
one-address-one-server  E  never
one-name-one-server  E  waivable
own-folder  E  waivable
own-resource-pool  A  waivable
port-group-is-closed  E  never
port-group-of-every-zone  E  never
port-groups-are-declared  E  never
promises-on-record  W  never
resources-that-rules-know  E  waivable
restart-priority  A  waivable
router-ids-differ  A  waivable
servers-have-their-addresses  E  never
stacks-agree  E  never
state-of-its-own  E  never
tags-tell-apart  E  waivable
team-tech-is-complete  E  never
two-data-centres  E  waivable
vlans-used-once  E  never
waiver-ends-within-a-year  E  never
waiver-has-an-owner  E  never
waiver-is-exact  E  never
waiver-is-used  E  never
waiver-not-expired  E  never
waiver-of-a-known-rule  E  never
waiver-of-what-may-be-waived  E  never
waivers-do-not-overlap  E  never
`;

const LEVELS: Readonly<Record<string, string>> = {
  "error everywhere": "E",
  "error in acceptance, production, shared; warning in development, test": "A",
  "warning everywhere": "W",
};

function line({ id, levels, waivable }: Rule): string {
  return `${id}  ${LEVELS[describeLevels(levels)] ?? describeLevels(levels)}  ${waivable === true ? "waivable" : "never"}`;
}

const camelCase = (id: string) => id.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** Texts that stand more than once. */
function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

describe("the rules", () => {
  test("are these, with these levels; change the list in this test where that is meant", () => {
    expect(RULES.map(line).sort()).toEqual(FROZEN.trim().split("\n"));
  });

  test("have an id each, in kebab case", () => {
    const ids = RULES.map(({ id }) => id);
    expect(repeated(ids)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("are all that stands in lib/controls/rules: none is written and not listed", () => {
    const files = ruleFiles().map(({ name }) => name);
    expect(files.length).toBeGreaterThan(8);
    expect([...files].sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  test.each(ruleFiles().map((file) => [file.name, file] as const))(
    "stand alone in a file of their name: %s",
    (name, { path }) => {
      const exported: Readonly<Record<string, Rule>> = require(path);
      expect(Object.keys(exported)).toEqual([camelCase(name)]);
      expect(exported[camelCase(name)]).toBe(RULES.find(({ id }) => id === name));
    },
  );

  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "check promises of the sheet: %s",
    (_id, { promises }) => {
      expect(promises.length).toBeGreaterThan(0);
      expect(promises.filter((id) => !isPromiseId(id))).toEqual([]);
      expect(repeated(promises)).toEqual([]);
      for (const id of promises) expect(promise(id).meaning).not.toBe("");
    },
  );

  test.each(RULES.map((rule) => [rule.id, rule] as const))(
    "say what holds, why and what to do: %s",
    (_id, rule) => {
      const { info, explanation, remedy, waivable } = rule;
      for (const text of [info, explanation, remedy]) expect(text).toMatch(/^\S[^\n]{10,}\S$/);
      if (waivable !== true) expect(waivable.never).toMatch(/^\S[^\n]{10,}\S$/);
      if (rule.scope === "stack" && rule.notOnPlan !== undefined)
        expect(rule.notOnPlan).toMatch(/^\S[^\n]{10,}\S$/);
    },
  );

  test("say it each in their own words", () => {
    expect(repeated(RULES.flatMap(({ info, explanation, remedy }) => [info, explanation, remedy]))).toEqual(
      [],
    );
  });
});
