import type { Assessment } from "../controls/assessment";
import type { StackOutput } from "../controls/terraform/stack-output";
import type { ModelFile } from "../model/model-file";
import { stackPath } from "../model/stack-path";
import { asWritten } from "./as-written";
import type { Hazard } from "./hazard";
import { hazardsOf } from "./hazards/hazards-of";
import type { PlannedStack } from "./hazards/planned-stack";
import { accessChanged } from "./meaning/access";
import { establishedHazards } from "./meaning/established";
import { rolesNotRead } from "./meaning/roles-changed";
import { rulesChanged } from "./meaning/rules";
import { waysChanged } from "./meaning/ways";
import type { NotAnalysed, Review } from "./review";
import { changedPairs, compareSynths } from "./synth/compare-synths";
import { stackChanges } from "./synth/stack-changes";
import { redactorOf } from "./synth/synth-secrets";
import { verdictOf } from "./verdict";

/** One side of a diff. */
export interface SynthSide {
  /** For people: `main (1a2b3c4)`. */
  readonly label: string;
  /** Stacks of clients in which something changes, and platforms that change; one that stays is the same object on both sides. */
  readonly outputs: readonly StackOutput[];
  /** What else is known of these clients, and the platforms: who reaches whom is asked of all of it. */
  readonly models: readonly ModelFile[];
  /** What the same rules say of either side. */
  readonly assessment: Assessment;
}

/** What a change of what is declared means, worked out from two synths. */
export function reviewOfSynths(
  before: SynthSide,
  after: SynthSide,
  notAnalysed: readonly NotAnalysed[] = [],
): Review {
  const stacks = compareSynths({ stacks: before.outputs }, { stacks: after.outputs });
  const written = asWritten(before, after);
  const ways = waysChanged(written.before, written.after);
  const pairs = changedPairs({ stacks: before.outputs }, { stacks: after.outputs });
  const redactor = redactorOf([...before.outputs, ...after.outputs]);
  const planned = pairs.flatMap(({ before: old, after: young }): readonly PlannedStack[] => {
    if (young === undefined) return [];
    const changes = stackChanges(old, young, redactor).map((change) => ({ change }));
    return [{ model: young.model, before: old?.model, outputs: { before: old, after: young }, changes }];
  });
  const gone = pairs.flatMap(({ before: old, after: young }) =>
    young === undefined && old ? [old.model] : [],
  );
  const hazards = [
    ...hazardsOf(planned, { ways, house: after.models }),
    ...gone.map(goneHazard),
    ...establishedHazards(written.before, written.after),
  ];
  return concluded({
    kind: "diff",
    base: before.label,
    head: after.label,
    stacks,
    ways,
    rules: rulesChanged(before.assessment, after.assessment),
    access: accessChanged(before, after),
    hazards: inOrder(hazards),
    notAnalysed: [...notAnalysed, ...written.notAnalysed, ...rolesNotRead(before.outputs, after.outputs)],
    digest: undefined,
  });
}

/** With what is to be done about it. */
export function concluded(review: Omit<Review, "verdict">): Review {
  return { ...review, verdict: verdictOf(review) };
}

const ORDER: readonly Hazard["level"][] = ["block", "team-tech", "note"];

/** The worst first. */
export function inOrder(hazards: readonly Hazard[]): readonly Hazard[] {
  return ORDER.flatMap((level) => hazards.filter((hazard) => hazard.level === level));
}

function goneHazard(model: ModelFile): Hazard {
  const stack = stackPath(model);
  return {
    kind: "data",
    level: "team-tech",
    stack,
    subjects: [stack],
    text: `${stack} is no longer declared: nothing of it is taken away, so what it made still runs, and nobody looks after it`,
    remedy:
      "hand over or destroy its data first, then take it down from the last synth it is in, with terraform destroy",
  };
}
