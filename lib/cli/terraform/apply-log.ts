import { randomUUID } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { InvalidError } from "../../model/mistake";
import type { Verdict } from "../../review/review";
import { Git } from "../../synth/base/git";
import type { Down } from "./recently-down";

/** Name of the log in its folder. */
const LOG = "applies.jsonl";

/** One line of the log: somebody began, or ended, to apply something. */
export interface ApplyRecord {
  /** For example `verne/production`. */
  readonly stack: string;
  /** Sha256 of what changes, in hexadecimals. */
  readonly digest: string;
  /** Sha256 of the Terraform it was planned from, in hexadecimals: by it one finds the commit that synthesizes just this. */
  readonly synth: string;
  readonly verdict: Verdict;
  /** For people: `Terraform 1.11.4`. */
  readonly terraform: string;
  /** Path of that program. */
  readonly program: string;
  /** Servers that go down by it. */
  readonly down: readonly Down[];
  readonly outcome: "begun" | "refused" | "applied" | "failed" | "stopped";
}

/** A line as it stands in the log. */
export interface Logged extends ApplyRecord {
  /** The same in all lines of one apply. */
  readonly id: string;
  /** When, as ISO 8601 in UTC. */
  readonly at: string;
}

/** From where it was applied. */
interface Origin {
  readonly who: string;
  /** Of this machine. */
  readonly account: string | null;
  /** Number of the workflow's run; null where it is none. */
  readonly run: string | null;
  /** Of the working tree, in which the synth may be an older one. */
  readonly commit: string | null;
  readonly isDirty: boolean;
}

/** Who applied what, when, and with which outcome: a line of JSON for each, added and never rewritten (I-05). */
export class ApplyLog {
  readonly path: string;
  private readonly id = randomUUID();
  private readonly origin: Origin;

  /** @throws InvalidError for a folder that cannot be made */
  constructor(folder: string, environment: Readonly<Record<string, string | undefined>>) {
    this.path = join(folder, LOG);
    this.written(() => mkdirSync(folder, { recursive: true }));
    this.origin = originIn(environment);
  }

  /** @throws InvalidError where it cannot be written: what is not recorded is not applied */
  add(record: ApplyRecord): void {
    const line = { version: 1, id: this.id, at: new Date().toISOString(), ...this.origin, ...record };
    this.written(() => appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 }));
  }

  /**
   * What was written down before the first line of this apply, oldest first. Of two that begin at once one is first.
   *
   * @throws InvalidError for a log in which something else stands
   */
  get before(): readonly Logged[] {
    const lines = readFileSync(this.path, "utf8").split("\n");
    const all = lines.filter((line) => line !== "").map((line) => this.read(line));
    const own = all.findIndex(({ id }) => id === this.id);
    return own < 0 ? all : all.slice(0, own);
  }

  private read(line: string): Logged {
    try {
      const { id, at, outcome, down } = JSON.parse(line);
      if ([id, at, outcome].every((text) => typeof text === "string") && Array.isArray(down))
        return JSON.parse(line);
    } catch {
      // Told below.
    }
    throw new InvalidError({
      property: "--output",
      value: this.path,
      problem: "has a line that no apply of this version wrote, so nobody knows which servers went down last",
      remedy: "look into it, and move it elsewhere; the next apply begins a new one",
    });
  }

  private written(write: () => void): void {
    try {
      write();
    } catch (error) {
      throw new InvalidError({
        property: "--output",
        value: this.path,
        problem: `cannot be written: ${(error as Error).message.split(",")[0]}`,
        remedy: "name a folder that may be written to; what is not recorded is not applied",
      });
    }
  }
}

/**
 * In a workflow who started this run of it, elsewhere who git knows, and at last the account. Elsewhere a name that looks like a
 * workflow's is only somebody's word.
 */
function originIn(environment: Readonly<Record<string, string | undefined>>): Origin {
  const isWorkflow = environment.GITHUB_ACTIONS === "true";
  const { GITHUB_TRIGGERING_ACTOR, GITHUB_ACTOR, GITHUB_RUN_ID } = isWorkflow ? environment : {};
  const git = tried(() => Git.at(resolve("")));
  const tree = git?.workingTree();
  const account = tried(() => userInfo().username) ?? null;
  return {
    who: GITHUB_TRIGGERING_ACTOR || GITHUB_ACTOR || git?.user() || account || "somebody unknown",
    account,
    run: GITHUB_RUN_ID || null,
    commit: tree?.commit ?? null,
    isDirty: tree?.isDirty ?? false,
  };
}

function tried<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
