import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Day } from "../../lib/model/day";
import { BackgroundJudge } from "../../lib/synth/background/background-judge";
import { JudgeInTurn, type StackJudge } from "../../lib/synth/stack-judge";
import { synthesize } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { fleet } from "../../stacks/main";
import { EditableFleet } from "../controls/support/editable-fleet";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "straat-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a judge says of some stacks of the examples, one of them with a breach in it. */
function judged(judge: StackJudge) {
  const examples = EditableFleet.examples();
  examples.resource("verne-street", "vsphere_distributed_port_group.network_test").allow_promiscuous = true;
  try {
    judge.meet(examples.house());
    for (const name of ["verne-street", "verne-production", "platform-amsterdam"]) {
      const path = join(folder, `${name}.json`);
      writeFileSync(path, JSON.stringify(examples.stack(name).terraform));
      judge.judge(name, path);
    }
    return judge.finish();
  } finally {
    judge.stop();
  }
}

describe("a judge in a thread of its own", () => {
  test("says the same of every stack, in the same order, as one who judges in turn", () => {
    const beside = judged(new BackgroundJudge());
    expect(beside).toEqual(judged(new JudgeInTurn()));
    expect(
      beside.judgements.flatMap(({ verdicts }) => verdicts.flatMap(({ findings }) => findings)),
    ).toMatchObject([{ rule: "port-group-is-closed" }]);
  });

  test("tells what it could not read, and passes nothing", () => {
    const judge = new BackgroundJudge();
    try {
      judge.meet(EditableFleet.examples().house());
      judge.judge("verne-street", join(folder, "nowhere.json"));
      expect(() => judge.finish()).toThrow("nowhere.json");
    } finally {
      judge.stop();
    }
  });

  test("gives a synth the same assessment", () => {
    const options = { targets: Targets.ALL, day: Day.parse("2027-01-15"), state: { kind: "local" as const } };
    const [beside, inTurn] = [new BackgroundJudge(), new JudgeInTurn()].map((judge, index) => {
      const { assessment } = synthesize(fleet, { ...options, outdir: join(folder, `out-${index}`), judge });
      return assessment?.verdicts;
    });
    expect(beside).toEqual(inTurn);
    expect(beside?.length).toBeGreaterThan(1000);
  });
});
