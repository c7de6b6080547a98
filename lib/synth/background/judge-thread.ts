import { workerData } from "node:worker_threads";
import { judgeStack, judgeTogether, type StackJudgement } from "../../controls/assess";
import type { Verdict } from "../../controls/assessment";
import { House } from "../../controls/house";
import { readSynth } from "../../controls/terraform/read-synth";
import { Day } from "../../model/day";
import { Evidence } from "../../model/evidence";
import { readModelFile } from "../../model/read-model-file";
import { readSynthFile } from "../read-synth-file";
import type { PlainJudgement, PlainVerdict, Said, ThreadData, Told } from "./messages";

const { port, signal } = workerData as ThreadData;
const said = new Int32Array(signal);
let house: House | undefined;

port.on("message", (told: Told) => {
  try {
    listen(told);
  } catch (error) {
    say({ kind: "failed", error: error instanceof Error ? `${error.stack}` : String(error) });
  }
});

function listen(told: Told): void {
  if (told.kind === "house") {
    const { models, day, evidence, ...facts } = told;
    house = new House({
      ...facts,
      models: models.map((text) => readModelFile(text, "a model file")),
      day: Day.parse(day),
      evidence: evidence.map((props) => Evidence.of(props)),
    });
    say({ kind: "together", verdicts: judgeTogether(house).map(plainVerdict) });
    return;
  }
  const model = house?.models.find(({ stack }) => stack === told.stack);
  if (house === undefined || model === undefined) throw new RangeError(`nobody knows ${told.stack}`);
  const output = readSynth(readSynthFile(told.path), model, told.path);
  say({ kind: "judged", stack: told.stack, judgement: plain(judgeStack(output, house)) });
}

function plain({ verdicts, ...facts }: StackJudgement): PlainJudgement {
  return { verdicts: verdicts.map(plainVerdict), ...facts };
}

function plainVerdict({ rule, stack, kept, findings }: Verdict): PlainVerdict {
  return { rule: rule.id, stack, kept: kept.join("\n"), findings };
}

function say(message: Said): void {
  port.postMessage(message);
  Atomics.add(said, 0, 1);
  Atomics.notify(said, 0);
}
