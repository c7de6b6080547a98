import { describe, expect, test } from "@jest/globals";
import { findingsOf } from "../../lib/controls/assessment";
import { ERROR_FROM_ACCEPTANCE } from "../../lib/controls/level";
import { houseRule, type StackRule, stackRule } from "../../lib/controls/rule";
import { Unreadable } from "../../lib/controls/unreadable";
import { EditableFleet } from "./support/editable-fleet";

/** A rule about every virtual machine, with a judgement of its own. */
function rule(judge: StackRule["judge"], changes: Partial<StackRule> = {}) {
  return stackRule({
    id: "made-up",
    info: "is as it should be",
    explanation: "made up",
    remedy: "mend it",
    promises: ["H-22"],
    levels: ERROR_FROM_ACCEPTANCE,
    waivable: true,
    subjects: (stack) =>
      stack.of("vsphere_virtual_machine").map(({ address }) => ({ id: stack.subjectId(address) })),
    judge,
    ...changes,
  });
}

const STACK = ["buurtbus-production"];
const MACHINES = ["web_1", "web_2"].map((name) => `buurtbus-production/vsphere_virtual_machine.${name}`);

describe("a rule", () => {
  test("keeps a subject of which it says nothing wrong, and finds the others", () => {
    const made = rule(({ id }) => (id.endsWith("web_1") ? "is crooked" : undefined));
    const { verdicts } = EditableFleet.examples().assess([made], STACK);
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]?.kept).toEqual([MACHINES[1]]);
    expect(verdicts[0]?.findings).toEqual([
      {
        rule: "made-up",
        level: "error",
        stack: "buurtbus-production",
        stage: "production",
        subject: MACHINES[0],
        problem: "is crooked",
        remedy: "mend it",
        kind: "broken",
      },
    ]);
  });

  test("may find several things in one place", () => {
    const made = rule(() => ["is crooked", "is bent"]);
    expect(findingsOf(EditableFleet.examples().assess([made], STACK))).toHaveLength(4);
  });

  test("that cannot read a subject has not passed there, and goes on with the next", () => {
    const made = rule(({ id }) => {
      if (id.endsWith("web_1")) throw new Unreadable("its name is not there");
      return undefined;
    });
    const { verdicts } = EditableFleet.examples().assess([made], STACK);
    expect(verdicts[0]?.kept).toEqual([MACHINES[1]]);
    expect(verdicts[0]?.findings[0]).toMatchObject({
      kind: "unreadable",
      subject: MACHINES[0],
      problem: "cannot be judged: its name is not there",
    });
  });

  test.each<[string, unknown, RegExp]>([
    ["an error", new TypeError("undefined is not a function"), /TypeError: undefined is not a function/],
    ["something that is no error", "boom", /stopped with boom/],
  ])("that stops with %s has not passed", (_, thrown, problem) => {
    const made = rule(() => {
      throw thrown;
    });
    const findings = findingsOf(EditableFleet.examples().assess([made], STACK));
    expect(findings.map(({ subject }) => subject)).toEqual(MACHINES);
    expect(findings[0]?.problem).toMatch(problem);
  });

  test("that cannot even find its subjects has not passed, also when it found some", () => {
    const made = rule(() => undefined, {
      *subjects() {
        yield { id: "one" };
        throw new Unreadable("the rest is not there");
      },
    });
    const { verdicts } = EditableFleet.examples().assess([made], STACK);
    expect(verdicts[0]?.kept).toEqual(["one"]);
    expect(verdicts[0]?.findings).toMatchObject([{ subject: "buurtbus-production", kind: "unreadable" }]);
  });

  test("of all stacks together that stops has not passed either", () => {
    const made = houseRule({
      ...rule(() => undefined),
      subjects: () => [{ id: "fleet" }],
      judge: () => {
        throw new Unreadable("nothing is there");
      },
    });
    expect(findingsOf(EditableFleet.examples().assess([made]))).toMatchObject([
      { subject: "fleet", kind: "unreadable", level: "error", stack: undefined },
    ]);
  });

  test("is as strict as the stage asks", () => {
    const made = rule(() => "is crooked");
    const level = (stack: string) => findingsOf(EditableFleet.examples().assess([made], [stack]))[0]?.level;
    expect(
      ["development", "test", "acceptance", "production"].map((stage) => level(`buurtbus-${stage}`)),
    ).toEqual(["warning", "warning", "error", "error"]);
    expect(level("buurtbus-street")).toBe("error");
    expect(level("platform-alkmaar")).toBe("error");
  });

  test("of a profile is for the clients who chose it", () => {
    const made = rule(() => "is crooked", { profile: "bio2" });
    const fleet = EditableFleet.examples();
    expect(findingsOf(fleet.assess([made], STACK))).toEqual([]);
    fleet.stack("buurtbus-production").model.client.profiles = ["bio2"];
    expect(findingsOf(fleet.assess([made], STACK))).toHaveLength(2);
    expect(findingsOf(fleet.assess([made], ["verne-production"]))).toEqual([]);
  });
});

test("errors are told before warnings, whatever the order of stacks", () => {
  const made = rule(() => "is crooked");
  const levels = findingsOf(EditableFleet.examples().assess([made])).map(({ level }) => level);
  expect(levels).toEqual(levels.toSorted());
  expect(new Set(levels)).toEqual(new Set(["error", "warning"]));
});
