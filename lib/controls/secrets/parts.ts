import type { ModelFile } from "../../model/model-file";
import { onceFor } from "../once-for";
import type { Subject } from "../rule";
import { isObject } from "../terraform/fields";
import type { StackOutput } from "../terraform/stack-output";
import { findSecrets, type PlacedSuspicion } from "./find-secrets";

/** A part of a stack's files in which there may be a secret, known by what it is. */
export class Part implements Subject {
  private known: readonly PlacedSuspicion[] | undefined;

  constructor(
    readonly id: string,
    private readonly value: unknown,
  ) {}

  /** What in it may be a secret. Looked for once, whoever asks. */
  get suspicions(): readonly PlacedSuspicion[] {
    this.known ??= findSecrets(this.value);
    return this.known;
  }
}

/** Each resource and data source, whole, everything that stands beside them, and the model file. */
export const partsOf: (stack: StackOutput) => readonly Part[] = onceFor((stack) => {
  const whole: Readonly<Record<string, unknown>> = isObject(stack.whole)
    ? stack.whole
    : { whole: stack.whole };
  const { resource, data, ...others } = stack.kind === "synth" ? whole : { resource: {}, data: {}, ...whole };
  return [
    ...named(stack, resource, ""),
    ...named(stack, data, "data."),
    ...(stack.kind === "plan"
      ? stack.resources.map(({ address, values }) => new Part(stack.subjectId(address), values))
      : []),
    new Part(stack.name, others),
    new Part(`${stack.name}/straat.json`, textsOf(stack.model)),
  ];
});

/** A model file as it is written, but for the addresses of rules: half of it, and who read them knows that they are addresses. */
function textsOf(model: ModelFile): unknown {
  const walls = model.walls.map(({ rules, ...wall }) => ({
    ...wall,
    rules: rules.map(({ from, to, ...rule }) => rule),
  }));
  return JSON.parse(JSON.stringify({ ...model, walls }));
}

function named(stack: StackOutput, section: unknown, prefix: string): readonly Part[] {
  if (!isObject(section)) return [];
  return Object.entries(section).flatMap(([type, resources]) =>
    Object.entries(isObject(resources) ? resources : {}).map(
      ([name, value]) => new Part(stack.subjectId(`${prefix}${type}.${name}`), value),
    ),
  );
}
