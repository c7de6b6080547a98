import { checkProperties, isRecord } from "../../../model/known-properties";
import { InvalidError, Mistakes } from "../../../model/mistake";
import { Stage, type StageName } from "../../../model/stage";
import { shownValue } from "../../../model/text";
import { type CheckedOptOuts, refuseNeedless } from "./opt-outs";

/** Fewest and most pods. */
export interface Replicas {
  /** The floor: there are never fewer. */
  readonly min: number;
  /** The ceiling: at a peak there are as many (B-21). */
  readonly max: number;
}

/** Of every stage, or by stage; a stage that is not named has what is usual. */
export type ReplicasProps = Replicas | Partial<Record<StageName, Replicas>>;

/** Most pods of one workload: more is a slip of the pen, or a reason to talk. */
const REPLICAS_MAX = 50;

/** Share of the processor time asked for at which pods are added, in percent. */
export const TARGET_CPU = 70;

/** One pod and at most two in development and test, two and at most four in acceptance and production. */
function usualReplicas({ minimumMembers }: Stage): Replicas {
  return { min: minimumMembers, max: minimumMembers * 2 };
}

export function checkReplicas(
  declared: ReplicasProps | undefined,
  stage: Stage,
  optOuts: CheckedOptOuts,
  check: Mistakes,
): Replicas {
  const usual = usualReplicas(stage);
  if (declared !== undefined && !isRecord(declared)) {
    check.attempt("replicas", () => refuseReplicas(declared));
    return usual;
  }
  const byStage =
    declared !== undefined && !("min" in declared) && !("max" in declared) ? declared : undefined;
  for (const name of Object.keys(byStage ?? {})) check.attempt(`replicas.${name}`, () => Stage.of(name));
  const property = byStage?.[stage.name] === undefined ? "replicas" : `replicas.${stage.name}`;
  const asked = byStage === undefined ? (declared as Replicas | undefined) : byStage[stage.name];
  const fixed = optOuts.has("scaling");
  const replicas = asked ?? (fixed ? { min: usual.min, max: usual.min } : usual);
  return check.attempt(property, () => inRange(replicas, stage, fixed)) ?? usual;
}

function refuseReplicas(declared: unknown): never {
  throw new InvalidError({
    value: shownValue(declared),
    problem: "is no range, and pods have a floor and a ceiling (B-21)",
    remedy: "write { min: 2, max: 6 }, or by stage { production: { min: 3, max: 8 } }",
  });
}

/** @throws InvalidError unless whole percents that leave room to react, and where nothing is scaled by them */
export function checkTargetCpu(declared: unknown, optOuts: CheckedOptOuts): number {
  if (declared !== undefined && declared !== null && optOuts.has("scaling")) {
    refuseNeedless("scaling", "targetCpu says when to scale");
  }
  const percent = declared ?? TARGET_CPU;
  if (typeof percent === "number" && Number.isInteger(percent) && percent >= 20 && percent <= 90)
    return percent;
  throw new InvalidError({
    value: shownValue(percent),
    problem: "is not a share of processor time at which to add pods",
    remedy: "write whole percents from 20 to 90; more leaves no room until a new pod has started",
  });
}

/** A number of pods that does not change by itself. @throws InvalidError for fewer than the stage needs */
export function checkCount(count: unknown, stage: Stage): number {
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > REPLICAS_MAX) {
    throw new InvalidError({
      value: shownValue(count),
      problem: `is not a number of pods: a workload has 1 to ${REPLICAS_MAX}`,
      remedy: "write whole numbers, for example { min: 2, max: 6 }",
    });
  }
  if (count >= stage.minimumMembers) return count;
  throw new InvalidError({
    value: String(count),
    problem: `${stage} needs at least ${stage.minimumMembers} pods, or one failure stops it (B-06, B-22)`,
    remedy: "write it by stage to save in development and test, and leave the others out",
  });
}

function inRange(replicas: Replicas, stage: Stage, fixed: boolean): Replicas {
  if (!isRecord(replicas)) refuseReplicas(replicas);
  const check = new Mistakes();
  checkProperties("", replicas, { min: true, max: true }, "a range of pods", check);
  const min = check.attempt("min", () => checkCount(replicas.min, stage));
  const max = check.attempt("max", () => checkCount(replicas.max, stage));
  check.throwIfAny();
  if (min === undefined || max === undefined) return replicas;
  const value = `${min} to ${max}`;
  if (fixed && min !== max) {
    throw new InvalidError({
      value,
      problem: "is a range, and scaling is opted out of",
      remedy: "write the same number for both, or take optOut.scaling out",
    });
  }
  if (fixed || max > min) return { min, max };
  throw new InvalidError({
    value,
    problem: "leaves nothing to add at a peak (B-21)",
    remedy: `write a ceiling above ${min}, or optOut: { scaling: "why more pods do not help" }`,
  });
}
