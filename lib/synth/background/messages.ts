import type { MessagePort } from "node:worker_threads";
import type { StackJudgement } from "../../controls/assess";
import type { Verdict } from "../../controls/assessment";
import type { EvidenceProps } from "../../model/evidence";

/** What the thread is started with. */
export interface ThreadData {
  readonly port: MessagePort;
  /** Counts what the thread has said, so that who waits for it can sleep. */
  readonly signal: SharedArrayBuffer;
}

/** What the thread is told: who lives in the house, once, and then each stack that is written. */
export type Told =
  | {
      readonly kind: "house";
      /** Model files as they are written. */
      readonly models: readonly string[];
      readonly whole: boolean;
      readonly platformsKnown: boolean;
      readonly day: string;
      readonly teamTech: readonly string[];
      readonly evidence: readonly EvidenceProps[];
    }
  | { readonly kind: "stack"; readonly stack: string; readonly path: string };

/** What the thread says of all stacks together and of each; or why it cannot go on. */
export type Said =
  | { readonly kind: "together"; readonly verdicts: readonly PlainVerdict[] }
  | { readonly kind: "judged"; readonly stack: string; readonly judgement: PlainJudgement }
  | { readonly kind: "failed"; readonly error: string };

/** A judgement as it can be handed from thread to thread: rules by their ids, names as one text. */
export interface PlainJudgement {
  readonly verdicts: readonly PlainVerdict[];
  readonly notJudged: StackJudgement["notJudged"];
  readonly rights: StackJudgement["rights"];
}

export interface PlainVerdict extends Omit<Verdict, "rule" | "kept" | "waived"> {
  readonly rule: string;
  readonly kept: string;
}
