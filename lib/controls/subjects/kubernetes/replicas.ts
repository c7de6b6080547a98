import { onceFor } from "../../once-for";
import type { StackOutput } from "../../terraform/stack-output";
import { numberIn, textIn } from "./fields";
import { GROUPS, type MadeObject, ofKind } from "./objects";
import { groupOf, type PodMaker, podMakers } from "./pods";

/** Pods that stand in for each other: a Deployment or a StatefulSet. */
export interface Replicated extends PodMaker {
  /** What scales it; more than one fight each other. */
  readonly scalers: readonly MadeObject[];
  /** How many pods it says it has itself; undefined where it leaves that to a scaler. */
  readonly replicas: number | undefined;
}

const KINDS = ["Deployment", "StatefulSet"];

/** All of a stack. */
export const replicated = onceFor((stack: StackOutput): readonly Replicated[] =>
  podMakers(stack)
    .filter((maker) => groupOf(maker) === GROUPS.apps && KINDS.includes(maker.object.kind))
    .map((maker) => ({
      ...maker,
      scalers: scalersIn(stack).filter((scaler) => scales(scaler, maker)),
      replicas: numberIn(maker.spec, "replicas"),
    })),
);

export function scalersIn(stack: StackOutput): readonly MadeObject[] {
  return ofKind(stack, GROUPS.scaling, "HorizontalPodAutoscaler");
}

/** Whether a scaler is about an object. @throws Unreadable for one that names nothing */
function scales({ object, spec }: MadeObject, target: MadeObject): boolean {
  const reference = spec.map("scaleTargetRef");
  return (
    object.namespace === target.object.namespace &&
    reference.text("kind") === target.object.kind &&
    reference.text("name") === target.object.name
  );
}

/** Fewest pods there are: the scaler's to say where there is one. */
export function floorOf({ scalers: [scaler], replicas }: Replicated): number {
  return scaler === undefined ? (replicas ?? 1) : (numberIn(scaler.spec, "minReplicas") ?? 1);
}

/** Most pods there are, without those an update adds. @throws Unreadable for a scaler without a ceiling */
export function ceilingOf({ scalers: [scaler], replicas }: Replicated): number {
  return scaler === undefined ? (replicas ?? 1) : scaler.spec.number("maxReplicas");
}

/** What a share such as `25%`, or a number, is of so many pods. @param round up for a surge, down for what may be missing */
export function shareOf(value: unknown, pods: number, round: "up" | "down"): number {
  const text = String(value);
  if (!text.endsWith("%")) return Number(text);
  const share = (Number(text.slice(0, -1)) * pods) / 100;
  return round === "up" ? Math.ceil(share) : Math.floor(share);
}

/** How many pods an update adds: a quarter, as long as nothing else is written. */
export function surgeOf({ object, spec }: Replicated, pods: number): number {
  if (object.kind !== "Deployment") return 0;
  const strategy = spec.has("strategy") ? spec.map("strategy") : undefined;
  if (strategy !== undefined && textIn(strategy, "type") === "Recreate") return 0;
  const rolling = strategy?.has("rollingUpdate") ? strategy.map("rollingUpdate").values : {};
  return shareOf(rolling.maxSurge ?? "25%", pods, "up");
}
