import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { Assessment } from "../../lib/controls/assessment";
import { clientNames } from "../../lib/synth/fleet";
import { judgeFolder } from "../../lib/synth/judge-files";
import { check, synthesize } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { fleet } from "../../stacks/main";
import { TEST_DAY } from "../support/app";

const options = { day: TEST_DAY, state: { kind: "local" } } as const;
const targets = (...names: readonly string[]) => Targets.parse(names, clientNames(fleet));
const folder = mkdtempSync(join(tmpdir(), "straat-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Walls that were held against what they are made of. */
function judgedWalls({ verdicts }: Assessment): readonly string[] {
  return verdicts.flatMap(({ rule, kept }) => (rule.id === "every-rule-has-a-reason" ? kept : []));
}

describe("a synth of some stacks", () => {
  test.each(["platform", "platform-amsterdam"])("of %s judges walls of the platform in full", (target) => {
    const { mistakes, assessment } = check(fleet, { ...options, targets: targets(target) });
    expect(mistakes).toEqual([]);
    expect(assessment?.house).toMatchObject({ whole: false, platformsKnown: true });
    expect(judgedWalls(assessment as Assessment)).toContain("platform-amsterdam/backup/input");
  });
});

describe("a folder that was written before", () => {
  const written = (name: string) => {
    const outdir = join(folder, name);
    synthesize(fleet, { ...options, outdir, targets: targets(name) });
    return judgeFolder(fleet, outdir, [], options);
  };

  test("tells of all sites when all platforms are in it, and not of some of them", () => {
    const all = written("platform");
    expect(all.house).toMatchObject({ whole: false, platformsKnown: true });
    expect(judgedWalls(all)).toContain("platform-amsterdam/backup/input");

    const one = written("platform-amsterdam");
    expect(one.house).toMatchObject({ whole: false, platformsKnown: false });
    // What could not be looked at does not count as kept.
    expect(judgedWalls(one)).toEqual([]);
  });
});
