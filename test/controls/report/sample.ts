import type { Assessment, Verdict } from "../../../lib/controls/assessment";
import type { Finding } from "../../../lib/controls/finding";
import { House } from "../../../lib/controls/house";
import { ERROR_EVERYWHERE, ERROR_FROM_ACCEPTANCE } from "../../../lib/controls/level";
import { type Rule, stackRule } from "../../../lib/controls/rule";
import { Day } from "../../../lib/model/day";
import type { ModelFile } from "../../../lib/model/model-file";
import { RuleWaiver } from "../../../lib/model/rule-waiver";
import { Stage } from "../../../lib/model/stage";

/** A rule to report about; what it judges is of no concern here. */
export function ruleCalled(id: string, facts: Partial<Rule> = {}): Rule {
  const rule = stackRule({
    id,
    info: `${id} is so`,
    explanation: `Without ${id} nothing is.`,
    remedy: `make ${id} so`,
    promises: ["H-03", "V-10"],
    levels: ERROR_EVERYWHERE,
    waivable: true,
    subjects: () => [],
    judge: () => undefined,
  });
  return { ...rule, ...facts } as Rule;
}

export const APART = ruleCalled("members-apart", { levels: ERROR_FROM_ACCEPTANCE });
export const CLOSED = ruleCalled("ports-closed");

/** As much of a model file as reports look at. */
export function modelOf(stack: string): ModelFile {
  const [client = "", rest = ""] = stack.split("-");
  const stage = Stage.ALL.find(({ name }) => name === rest);
  const kind = stage === undefined ? "street" : "environment";
  return { stack, kind, client: { name: client }, stage } as unknown as ModelFile;
}

export const WAIVER = RuleWaiver.of({
  rule: CLOSED.id,
  resource: "verne-test/vsphere_virtual_machine.web_1",
  reason: "the supplier moves in March",
  owner: "Jantien de Vries",
  ticket: "OPS-123",
  until: "2027-03-31",
});

export function findingOf(rule: Rule, stack: string | undefined, facts: Partial<Finding> = {}): Finding {
  const stage = stack === undefined ? undefined : modelOf(stack).stage?.name;
  return {
    rule: rule.id,
    level: rule.levels[stage ?? "shared"],
    stack,
    stage,
    subject: stack === undefined ? "fleet" : `${stack}/vsphere_virtual_machine.web_1`,
    problem: "is not so",
    remedy: rule.remedy,
    kind: "broken",
    ...facts,
  };
}

export function verdictOf(rule: Rule, stack: string | undefined, facts: Partial<Verdict> = {}): Verdict {
  return { rule, stack, kept: [], findings: [], waived: [], ...facts };
}

export function assessmentOf(verdicts: readonly Verdict[], facts: Partial<Assessment> = {}): Assessment {
  const names = [...new Set(verdicts.flatMap(({ stack }) => stack ?? []))];
  const house = new House({
    models: [],
    whole: true,
    platformsKnown: true,
    day: Day.parse("2027-01-15"),
    teamTech: [],
    evidence: [],
  });
  return { house, stacks: names.map(modelOf), verdicts, notJudged: [], ...facts };
}

/** Two clients, with a bit of everything. */
export function sample(): Assessment {
  const isOpen = { problem: "tcp/22 is open to 0.0.0.0/0" };
  const nobody = { subject: "verne/production/web", problem: "no rule is about verne/production/web" };
  const same = { subject: "verne/acceptance/web", problem: "no rule is about verne/acceptance/web" };
  return assessmentOf(
    [
      verdictOf(APART, "verne-development", { findings: [findingOf(APART, "verne-development")] }),
      verdictOf(CLOSED, "verne-test", {
        kept: ["verne-test/vsphere_virtual_machine.web_2"],
        waived: [{ ...findingOf(CLOSED, "verne-test", isOpen), waiver: WAIVER }],
      }),
      verdictOf(APART, "verne-acceptance", { findings: [findingOf(APART, "verne-acceptance", same)] }),
      verdictOf(APART, "verne-production", { findings: [findingOf(APART, "verne-production", nobody)] }),
      verdictOf(CLOSED, "verne-production", {
        findings: [findingOf(CLOSED, "verne-production", isOpen)],
        kept: ["verne-production/vsphere_virtual_machine.web_2"],
      }),
      verdictOf(CLOSED, undefined, { findings: [findingOf(CLOSED, undefined, { kind: "unreadable" })] }),
    ],
    {
      notJudged: [
        { rule: "kept-on-destroy", stack: "verne-production", why: "a plan says nothing of lifecycle" },
      ],
    },
  );
}

/** Everything is kept. */
export function allKept(): Assessment {
  return assessmentOf([verdictOf(CLOSED, "verne-test", { kept: ["verne/test/web"] })]);
}
