import type { ModelFile } from "../../model/model-file";
import type { Hazard } from "../hazard";
import type { WayReview } from "../review";
import { objectChangesIn } from "./cluster-object";
import { companiesIn } from "./companies";
import { cutOffHazards } from "./cut-off";
import { machineDataHazards } from "./data-machines";
import { storageHazards } from "./data-objects";
import { lastWayHazards } from "./last-ways";
import { planHazards } from "./plan-state";
import type { PlannedStack } from "./planned-stack";
import { redundancyHazards } from "./redundancy";
import { separationHazards } from "./separation";
import { workloadHazards } from "./workloads";

export interface HazardContext {
  /** Ways as they change, for data that is cut off by a wall. @default none is known */
  readonly ways?: readonly WayReview[];
  /** Model files of stacks that have no plan here, for members that do not change. @default none */
  readonly house?: readonly ModelFile[];
}

const ORDER: readonly Hazard["level"][] = ["block", "team-tech", "note"];

/**
 * What may go wrong while some plans are applied, or cannot be undone afterwards (decisions 5 and 6; H-03, H-04, B-06). All
 * plans of one review are given together: two members that stand in for each other may be in two of them. The worst first.
 */
export function hazardsOf(
  plans: readonly PlannedStack[],
  { ways = [], house = [] }: HazardContext = {},
): readonly Hazard[] {
  const companies = companiesIn(plans, house);
  const objects = plans.map(objectChangesIn);
  const inStacks = plans.flatMap((plan, index) => {
    const changed = objects[index] ?? [];
    return [
      ...planHazards(plan),
      ...workloadHazards(changed),
      ...cutOffHazards(plan, changed),
      ...storageHazards(plan, changed),
    ];
  });
  const hazards = [
    ...redundancyHazards(companies),
    ...separationHazards(plans, companies),
    ...machineDataHazards(companies),
    ...inStacks,
    ...lastWayHazards(
      plans.flatMap(({ before }) => before ?? []),
      plans.map(({ model }) => model),
      ways,
    ),
  ];
  return ORDER.flatMap((level) => hazards.filter((hazard) => hazard.level === level));
}
