import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { json } from "../../../lib/review/report/json";
import type { Review } from "../../../lib/review/review";
import type { Job } from "../../../scripts/workflow/job";
import type { RunOptions } from "../../../scripts/workflow/run";

/** One call of a program, as a stand-in met it. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly input: string | undefined;
}

/** Answers a call: an exit code and what it prints. Undefined for one it does not know, which ends well and prints nothing. */
export type Answer = (call: Call) => { readonly status?: number; readonly stdout?: string } | undefined;

/** A job in a folder of its own, in which every program is a stand-in. */
export class FakeJob implements Job {
  readonly root = mkdtempSync(join(tmpdir(), "straat-workflow-"));
  readonly results = join(this.root, "workflow.out");
  readonly env: Record<string, string | undefined> = {};
  readonly calls: Call[] = [];
  readonly said: string[] = [];

  constructor(private readonly answer: Answer = () => undefined) {
    mkdirSync(this.results);
  }

  readonly run = async (program: string, args: readonly string[], { input }: RunOptions = {}) => {
    const call = { program: program === process.execPath ? "straat" : program, args: [...args], input };
    if (call.program === "straat") call.args.shift();
    this.calls.push(call);
    const { status = 0, stdout = "" } = this.answer(call) ?? {};
    return { status, stdout };
  };

  readonly say = (line: string) => {
    this.said.push(line);
  };

  /** Writes a result of a step before. */
  put(name: string, value: unknown): void {
    const file = join(this.results, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  }

  get(name: string): string {
    return readFileSync(join(this.results, name), "utf8");
  }

  /** Calls of one program with the words they have to have. */
  callsOf(program: string, ...words: readonly string[]): readonly Call[] {
    return this.calls.filter(
      (call) => call.program === program && words.every((word) => call.args.includes(word)),
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Writes what a command was asked to write with `--file`. */
export function writeFileOf({ args }: Call, text: string): void {
  const file = args[args.indexOf("--file") + 1];
  if (file !== undefined && args.includes("--file")) writeFileSync(file, text);
}

const NOTHING: Review = {
  kind: "plan",
  base: "what runs",
  head: "the plan",
  stacks: [],
  ways: [],
  rules: [],
  access: [],
  hazards: [],
  notAnalysed: [],
  digest: "0".repeat(64),
  verdict: "fine",
};

/** A review in which nothing changes, but for what is given. */
export function review(changes: Partial<Review> = {}): Review {
  return { ...NOTHING, ...changes };
}

/** A review in which one resource of each of these stacks is made. */
export function changing(paths: readonly string[], changes: Partial<Review> = {}): Review {
  const change = {
    address: "vsphere_virtual_machine.web-1",
    type: "vsphere_virtual_machine",
    action: "create" as const,
    previousAddress: undefined,
    importing: undefined,
    reason: undefined,
    replacePaths: [],
    attributes: [],
    isCosmetic: false,
  };
  const stack = { stacks: paths, reason: "its client file changed", changes: [change], promotion: undefined };
  return review({ stacks: [stack], ...changes });
}

export { json };
