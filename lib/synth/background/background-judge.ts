import { join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { StackJudgement } from "../../controls/assess";
import type { Verdict } from "../../controls/assessment";
import type { House } from "../../controls/house";
import { ruleNamed } from "../../controls/rules";
import type { Judged } from "../stack-judge";
import type { PlainJudgement, PlainVerdict, Said, Told } from "./messages";

/** Longest time one stack may take to be judged, in milliseconds, before something is taken to be wrong. */
const PATIENCE_MS = 120_000;

/**
 * Judges stacks in a thread of its own while others are still being written, by the same rules and from the same files. Only
 * the time is another: with a second processor a large fleet is judged by the time it is written.
 */
export class BackgroundJudge {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly said = new Int32Array(new SharedArrayBuffer(4));
  private asked = 0;

  /** Starts the thread; it reads the rules while the caller goes on. {@link stop} ends it. */
  constructor(private readonly onProgress?: (what: string) => void) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.worker = new Worker(join(__dirname, "judge-thread.cjs"), {
      workerData: { port: port2, signal: this.said.buffer },
      transferList: [port2],
    });
    this.worker.unref();
    this.port.unref();
  }

  /** Who lives in the house; before any stack. */
  meet(house: House): void {
    const { models, whole, platformsKnown, day, teamTech, evidence } = house;
    this.tell({
      kind: "house",
      models: models.map((model) => JSON.stringify(model)),
      whole,
      platformsKnown,
      day: `${day}`,
      teamTech,
      evidence: evidence.map((document) => JSON.parse(JSON.stringify(document))),
    });
  }

  /** A stack that is written, by its name and the path of its Terraform. */
  judge(stack: string, path: string): void {
    this.asked++;
    this.tell({ kind: "stack", stack, path });
  }

  /**
   * What was said of all together, and of each stack in the order in which they were handed over. Waits for the last.
   *
   * @throws Error when the thread stopped with one, or says nothing any more
   */
  finish(): Judged {
    const judgements: StackJudgement[] = [];
    let together: readonly Verdict[] | undefined;
    this.onProgress?.("judging what is left");
    while (together === undefined || judgements.length < this.asked) {
      const said = this.next();
      if (said.kind === "failed") throw new Error(said.error);
      if (said.kind === "together") together = said.verdicts.map(verdictOf);
      else judgements.push(judgementOf(said.judgement));
    }
    return { judgements, together };
  }

  /** What the thread says next; sleeps until it does. */
  private next(): Said {
    for (;;) {
      const count = Atomics.load(this.said, 0);
      const message = receiveMessageOnPort(this.port)?.message as Said | undefined;
      if (message !== undefined) return message;
      if (Atomics.wait(this.said, 0, count, PATIENCE_MS) === "timed-out") {
        throw new Error(`the thread that judges stacks said nothing for ${PATIENCE_MS / 1000} seconds`);
      }
    }
  }

  /** Ends the thread, also when nobody asked what it found. */
  stop(): void {
    this.port.close();
    void this.worker.terminate();
  }

  private tell(message: Told): void {
    this.port.postMessage(message);
  }
}

function judgementOf({ verdicts, ...facts }: PlainJudgement): StackJudgement {
  return { verdicts: verdicts.map(verdictOf), ...facts };
}

function verdictOf({ rule, stack, kept, findings }: PlainVerdict): Verdict {
  return { rule: ruleNamed(rule), stack, kept: kept === "" ? [] : kept.split("\n"), findings, waived: [] };
}
