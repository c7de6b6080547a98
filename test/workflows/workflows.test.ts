import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { STAGES } from "../../scripts/workflow/stacks";
import { STEPS } from "../../scripts/workflow/steps";
import {
  careless,
  injectable,
  openToForks,
  parseWorkflow,
  secretsIn,
  stepsOf,
  unpinned,
  type WorkflowFile,
} from "./support/workflow-file";

const GITHUB = resolve(__dirname, "../../.github");
const FOLDER = join(GITHUB, "workflows");
const DOCS = readFileSync(resolve(__dirname, "../../docs/workflows.md"), "utf8");

const read = (name: string): WorkflowFile => parseWorkflow(readFileSync(join(FOLDER, name), "utf8"));
const files = readdirSync(FOLDER).map((name) => ({ name, file: read(name) }));
const PREPARE = parseWorkflow(readFileSync(join(GITHUB, "actions/prepare/action.yml"), "utf8"));

describe("the workflows", () => {
  test("are three: a pull request, an apply, and a night", () => {
    expect(files.map(({ name }) => name)).toEqual(["apply.yml", "drift.yml", "pull-request.yml"]);
  });

  test.each([...files, { name: "actions/prepare", file: PREPARE }])(
    "pin every action by its commit, and put no expression into a shell: $name",
    ({ file }) => {
      expect({ unpinned: unpinned(file), injectable: injectable(file) }).toEqual({
        unpinned: [],
        injectable: [],
      });
    },
  );

  test.each(files)(
    "start from no permission, and give each job its own, a limit and no token on disk: $name",
    ({ file }) => {
      expect(file.workflow.permissions).toEqual({});
      expect(careless(file)).toEqual([]);
      expect(file.workflow.concurrency).toHaveProperty("cancel-in-progress");
    },
  );

  test("write only where something is to be told: a comment, an issue, code scanning", () => {
    const writes = files.flatMap(({ name, file }) =>
      Object.entries(file.workflow.jobs).flatMap(([job, { permissions = {} }]) =>
        Object.keys(permissions)
          .filter((what) => permissions[what] !== "read")
          .map((what) => `${name} ${job}: ${what}`),
      ),
    );
    expect(writes).toEqual([
      "drift.yml issue: issues",
      "pull-request.yml rules: security-events",
      "pull-request.yml comment: pull-requests",
    ]);
  });

  test("run nothing but steps of the script, one a line, and no step that is not there", () => {
    const lines = files.flatMap(({ file }) => stepsOf(file.workflow).flatMap(({ step }) => step.run ?? []));
    const names = lines.map(
      (line) => /^npx tsx scripts\/workflow\.ts (\S+)$/.exec(line)?.[1] ?? `not a step: ${line}`,
    );
    expect(names.filter((name) => !Object.hasOwn(STEPS, name))).toEqual([]);
    expect([...new Set(names)].sort()).toEqual(Object.keys(STEPS).sort());
  });

  test("use only actions of this repository that are there", () => {
    const own = files.flatMap(({ file }) => stepsOf(file.workflow).flatMap(({ step }) => step.uses ?? []));
    const missing = own
      .filter((uses) => uses.startsWith("./"))
      .filter((uses) => !existsSync(resolve(GITHUB, "..", uses, "action.yml")));
    expect(missing).toEqual([]);
  });

  test("need nothing set that the docs do not tell", () => {
    const names = files.flatMap(({ file }) =>
      [...file.text.matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map((m) => m[1]),
    );
    expect([...new Set(names)].filter((name) => !DOCS.includes(`\`${name}\``))).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });
});

describe("what would be wrong", () => {
  const job = (text: string) =>
    parseWorkflow(`on: {pull_request: {}}\njobs:\n  one:\n${text.replace(/^/gm, "    ")}`);
  const step = (text: string) => job(`steps:\n  - ${text}`);

  test.each([
    ["a tag", "uses: actions/checkout@v6"],
    ["a short commit", "uses: actions/checkout@8e8c483 # v6.0.1"],
    ["a commit without its version", "uses: actions/checkout@8e8c483db84b4bee98b60c0593521ed34d9990e8"],
  ])("is seen of a pin: %s", (_what, uses) => {
    expect(unpinned(step(uses))).toHaveLength(1);
  });

  test("is seen of a title that would reach a shell", () => {
    expect(injectable(step('run: echo "${{ github.event.pull_request.title }}"'))).toHaveLength(1);
    expect(injectable(step("run: echo hello"))).toEqual([]);
  });

  test.each([
    ["a secret", "steps:\n  - run: plan\n    env: {KEY: '${{ secrets.KEY }}'}"],
    ["all secrets", "secrets: inherit\nsteps: []"],
    ["a token that writes", "permissions: {pull-requests: write}\nsteps: []"],
    ["a machine of the house", "runs-on: [self-hosted]\nsteps: []"],
    ["an environment", "environment: plan\nsteps: []"],
  ])("is seen of %s, unless the job is closed to forks", (_what, text) => {
    const own = "github.event.pull_request.head.repo.full_name == github.repository";
    expect(openToForks(job(text))).toEqual(["one"]);
    expect(openToForks(job(`if: ${own} || github.actor == 'somebody'\n${text}`))).toEqual(["one"]);
    expect(openToForks(job(`if: vars.X == 'on' && ${own}\n${text}`))).toEqual([]);
  });

  test("is seen of a job without permissions, without a limit, and with a token on disk", () => {
    expect(careless(step("uses: actions/checkout@x"))).toHaveLength(3);
  });
});

describe("a pull request", () => {
  const { workflow, text } = read("pull-request.yml");

  test("is tried with what a fork is given, and forks get no secret, no writing token and no machine of the house", () => {
    expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
    expect(text).not.toContain("pull_request_target:");
    expect(openToForks(read("pull-request.yml"))).toEqual([]);
  });

  test("meets secrets in the plan only, in the one step that plans", () => {
    const with_ = stepsOf(workflow).filter(({ step }) => secretsIn(step).length > 0);
    expect(with_.map(({ name, step }) => `${name}: ${step.run}`)).toEqual([
      "plan: npx tsx scripts/workflow.ts plan",
    ]);
  });

  test("uploads what rules say only from the repository itself", () => {
    const upload = stepsOf(workflow).find(({ step }) =>
      step.uses?.startsWith("github/codeql-action/upload-sarif"),
    );
    expect(upload?.step.if).toContain("github.event.pull_request.head.repo.full_name == github.repository");
  });

  test("is commented on by the base's own script", () => {
    const checkout = workflow.jobs["comment"]?.steps[0];
    expect(checkout?.with).toMatchObject({ ref: "${{ github.event.pull_request.base.sha }}" });
  });

  test("reports who may do what at every build, also after a failure (I-06)", () => {
    const evidence = stepsOf(workflow).find(({ step }) => step.run?.endsWith(" evidence"));
    expect(evidence?.job.if).toBeUndefined();
    expect(evidence?.step.if).toBe("${{ !cancelled() }}");
    expect(workflow.on["pull_request"]).toBeNull();
  });

  test("has one check at the end that knows of all others, and is never left out", () => {
    const { verdict, ...others } = workflow.jobs;
    expect([...(verdict?.needs ?? [])].sort()).toEqual(Object.keys(others).sort());
    expect(verdict?.if).toBe("${{ always() }}");
  });

  test("plans affected stacks only, as a matrix that is never empty", () => {
    const { plan } = workflow.jobs;
    expect(plan?.strategy?.["matrix"]).toEqual({ include: "${{ fromJSON(needs.diff.outputs.batches) }}" });
    expect(plan?.if).toContain("needs.diff.outputs.batches != '[]'");
  });
});

describe("an apply", () => {
  const { workflow } = read("apply.yml");

  test("goes through the stages in order, and each waits for all before it", () => {
    const { reviewed, ...stages } = workflow.jobs;
    expect(Object.keys(stages)).toEqual([...STAGES]);
    STAGES.forEach((stage, index) => {
      const before = ["reviewed", ...STAGES.slice(0, index)];
      expect([workflow.jobs[stage]?.needs].flat()).toEqual(before);
    });
    expect(reviewed?.if).toBe("github.ref == 'refs/heads/main'");
  });

  test("reaches production after acceptance only: no stage goes on once one before it failed (B-10)", () => {
    for (const stage of STAGES.slice(1)) {
      expect(workflow.jobs[stage]?.if).toBe(
        `\${{ !failure() && !cancelled() && needs.reviewed.outputs.${stage} != '[]' }}`,
      );
    }
  });

  test("has an environment of its own for each stage, with the same steps", () => {
    for (const stage of STAGES) {
      const job = workflow.jobs[stage];
      expect(job?.environment).toBe(stage);
      expect(job?.steps).toEqual(workflow.jobs["platform"]?.steps);
      expect(job?.strategy).toMatchObject({ "max-parallel": 1, "fail-fast": true });
    }
  });

  test("knows no secret before a protected job", () => {
    expect(secretsIn(workflow.jobs["reviewed"])).toEqual([]);
  });

  test("is never stopped halfway, and never two at once", () => {
    expect(workflow.concurrency).toEqual({ group: "apply", "cancel-in-progress": false });
  });
});

describe("a night", () => {
  const { workflow } = read("drift.yml");

  test("comes after the hours of patching in Amsterdam, before the day, on every day of ten years", () => {
    const [{ cron }] = workflow.on["schedule"] as [{ cron: string }];
    const [minute, hour, ...days] = cron.split(" ").map((field) => (field === "*" ? "*" : Number(field)));
    expect(days).toEqual(["*", "*", "*"]);
    const clock = new Intl.DateTimeFormat("en-GB", {
      timeZone: "Europe/Amsterdam",
      hour: "2-digit",
      minute: "2-digit",
    });
    const times = new Set<string>();
    for (let day = 0; day < 3653; day += 1) {
      times.add(clock.format(Date.UTC(2026, 0, 1 + day, Number(hour), Number(minute))));
    }
    expect([...times].sort()).toEqual(["04:15", "05:15"]);
  });

  test("tells of it also where plans failed", () => {
    expect(workflow.jobs["issue"]?.if).toBe("${{ !cancelled() && needs.stacks.result == 'success' }}");
  });
});
