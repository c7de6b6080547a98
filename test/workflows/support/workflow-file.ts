import { parseDocument, visit } from "yaml";

export interface StepRecord {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

export interface JobRecord {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "runs-on"?: unknown;
  readonly "timeout-minutes"?: number;
  readonly strategy?: Readonly<Record<string, unknown>>;
  readonly steps: readonly StepRecord[];
}

export interface WorkflowRecord {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly concurrency?: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, JobRecord>>;
}

/** A workflow, or an action of this repository as a workflow of one job, with its text. */
export interface WorkflowFile {
  readonly text: string;
  readonly workflow: WorkflowRecord;
}

/** @throws Error for what is not YAML, or says a thing twice */
export function parseWorkflow(text: string): WorkflowFile {
  const document = parseDocument(text, { uniqueKeys: true, version: "1.2" });
  if (document.errors.length > 0) throw document.errors[0];
  return { text, workflow: document.toJS() };
}

/** Every step with the job it is in. */
export function stepsOf({ jobs }: WorkflowRecord) {
  return Object.entries(jobs).flatMap(([name, job]) => job.steps.map((step) => ({ name, job, step })));
}

/** Every text of a workflow that stands behind a key of this name, wherever. */
function valuesOf(text: string, key: string): readonly string[] {
  const found: string[] = [];
  visit(parseDocument(text), {
    Pair(_index, pair) {
      const { key: own, value } = pair as { key: { value?: unknown }; value: { value?: unknown } | null };
      if (own.value === key && typeof value?.value === "string") found.push(value.value);
    },
  });
  return found;
}

/** Actions that are not pinned by a full commit with the version behind it, other than those of this repository. */
export function unpinned({ text }: WorkflowFile): readonly string[] {
  const pinned = new Set(
    [...text.matchAll(/uses: ([\w./-]+@[0-9a-f]{40}) # v\d+\.\d+\.\d+$/gm)].map((match) => match[1]),
  );
  return valuesOf(text, "uses").filter((uses) => !uses.startsWith("./") && !pinned.has(uses));
}

/** Lines for a shell in which GitHub would write a text before the shell reads them. */
export function injectable({ text }: WorkflowFile): readonly string[] {
  return valuesOf(text, "run").filter((run) => run.includes("${{"));
}

/** Expressions that hand out a secret. */
export function secretsIn(value: unknown): readonly string[] {
  const text = JSON.stringify(value) ?? "";
  return [...text.matchAll(/\bsecrets\b(?:\.(\w+))?/g)].map((match) => match[1] ?? "(all)");
}

/** Jobs of a pull request that are given a secret, or a token that writes, and run for forks too. */
export function openToForks({ workflow }: WorkflowFile): readonly string[] {
  const own = "github.event.pull_request.head.repo.full_name == github.repository";
  const risky = Object.entries(workflow.jobs).filter(([, job]) => {
    // GitHub itself makes a fork's token one that reads; of code scanning the step is closed to forks.
    const writes = Object.entries(job.permissions ?? {}).some(
      ([what, how]) => how === "write" && what !== "security-events",
    );
    const isOurs = JSON.stringify(job["runs-on"])?.includes("self-hosted") === true;
    return secretsIn(job).length > 0 || writes || isOurs || job.environment !== undefined;
  });
  return risky.filter(([, job]) => !isAlone(job.if ?? "", own)).map(([name]) => name);
}

/** Whether a condition holds only where the term does: it is one of those joined by "and", with no "or" beside. */
function isAlone(condition: string, term: string): boolean {
  const bare = condition.replace(/^\s*\$\{\{|\}\}\s*$/g, "");
  return !bare.includes("||") && bare.split("&&").some((part) => part.trim() === term);
}

/** Jobs that may do more than their name says: without permissions, a limit of time, or with a token left in the checkout. */
export function careless({ workflow }: WorkflowFile): readonly string[] {
  return Object.entries(workflow.jobs).flatMap(([name, job]) => [
    ...(job.permissions === undefined ? [`${name}: no permissions`] : []),
    ...(job["timeout-minutes"] === undefined ? [`${name}: no limit of time`] : []),
    ...job.steps
      .filter(({ uses }) => uses?.startsWith("actions/checkout@"))
      .filter((step) => step.with?.["persist-credentials"] !== false)
      .map(() => `${name}: a token stays in the checkout`),
  ]);
}
