import { availableParallelism } from "node:os";
import { judgeStack, judgeTogether, type StackJudgement } from "../controls/assess";
import type { Verdict } from "../controls/assessment";
import type { House } from "../controls/house";
import { readSynth } from "../controls/terraform/read-synth";
import { BackgroundJudge } from "./background/background-judge";
import { readSynthFile } from "./read-synth-file";

/** What rules said, before waivers have their say. */
export interface Judged {
  /** Of each stack, in the order in which they were handed over. */
  readonly judgements: readonly StackJudgement[];
  /** Of all stacks together. */
  readonly together: readonly Verdict[];
}

/** Who judges stacks as they are written. */
export interface StackJudge {
  /** Who lives in the house; before any stack. */
  meet(house: House): void;
  /** A stack that is written, by its name and the path of its Terraform. */
  judge(stack: string, path: string): void;
  /** What is to be said. */
  finish(): Judged;
  /** Lets go of what it holds, also when nobody asked what it found. */
  stop(): void;
}

/** From so many clients on a thread of its own is worth its start. */
const MANY_CLIENTS = 12;

/** @param clients how many clients are about to be synthesized */
export function stackJudgeFor(clients: number, onProgress?: (what: string) => void): StackJudge {
  return clients >= MANY_CLIENTS && availableParallelism() > 1
    ? new BackgroundJudge(onProgress)
    : new JudgeInTurn(onProgress);
}

/** Judges when all is written, one stack after the other. */
export class JudgeInTurn implements StackJudge {
  private house: House | undefined;
  private readonly written: { readonly stack: string; readonly path: string }[] = [];

  constructor(private readonly onProgress?: (what: string) => void) {}

  meet(house: House): void {
    this.house = house;
  }

  judge(stack: string, path: string): void {
    this.written.push({ stack, path });
  }

  finish(): Judged {
    const { house } = this;
    if (house === undefined) throw new RangeError("nobody lives in the house");
    const judgements = this.written.map(({ stack, path }) => {
      this.onProgress?.(`judging ${stack}`);
      const model = house.models.find((candidate) => candidate.stack === stack);
      if (model === undefined) throw new RangeError(`nobody knows ${stack}`);
      return judgeStack(readSynth(readSynthFile(path), model, path), house);
    });
    return { judgements, together: judgeTogether(house) };
  }

  stop(): void {}
}
