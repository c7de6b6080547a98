import { appendFileSync, mkdirSync } from "node:fs";
import { userInfo } from "node:os";
import { join, resolve } from "node:path";
import { InvalidError } from "../../model/mistake";
import type { Verdict } from "../../review/review";
import { Git } from "../../synth/base/git";

/** Name of the log in its folder. */
const LOG = "applies.jsonl";

/** One line of the log: somebody began, or ended, to apply something. */
export interface ApplyRecord {
  /** For example `verne/production`. */
  readonly stack: string;
  /** Sha256 of what changes, in hexadecimals. */
  readonly digest: string;
  readonly verdict: Verdict;
  /** For people: `Terraform 1.11.4`. */
  readonly terraform: string;
  readonly outcome: "begun" | "applied" | "failed" | "stopped";
}

/** Who applied what, when, and with which outcome: a line of JSON for each, added and never rewritten (I-05). */
export class ApplyLog {
  readonly path: string;
  private readonly origin: {
    readonly who: string;
    readonly commit: string | null;
    readonly isDirty: boolean;
  };

  /** @throws InvalidError for a folder that cannot be made */
  constructor(folder: string, environment: Readonly<Record<string, string | undefined>>) {
    this.path = join(folder, LOG);
    this.written(() => mkdirSync(folder, { recursive: true }));
    this.origin = originIn(environment);
  }

  /** @throws InvalidError where it cannot be written: what is not recorded is not applied */
  add(record: ApplyRecord): void {
    const line = { version: 1, at: new Date().toISOString(), ...this.origin, ...record };
    this.written(() => appendFileSync(this.path, `${JSON.stringify(line)}\n`, { mode: 0o600 }));
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

/** In a workflow who started it, elsewhere who git knows, and at last the account. */
function originIn({ GITHUB_ACTOR, GITHUB_SHA }: Readonly<Record<string, string | undefined>>) {
  const git = tried(() => Git.at(resolve("")));
  const tree = git?.workingTree();
  const who = GITHUB_ACTOR || git?.user() || tried(() => userInfo().username) || "somebody unknown";
  return { who, commit: tree?.commit ?? GITHUB_SHA ?? null, isDirty: tree?.isDirty ?? false };
}

function tried<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
