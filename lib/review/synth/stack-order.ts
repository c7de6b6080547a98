import type { ModelFile } from "../../model/model-file";

/** Stacks in the order in which they are applied: what all stand on, then client by client its street and its stages. */
export function inOrderOfApply<T>(items: readonly T[], modelOf: (item: T) => ModelFile): readonly T[] {
  return [...items].sort((one, other) => {
    const [a, b] = [placeOf(modelOf(one)), placeOf(modelOf(other))];
    return (
      compare(a.kind, b.kind) ||
      compare(a.client, b.client) ||
      compare(a.stage, b.stage) ||
      compare(a.name, b.name)
    );
  });
}

function placeOf({ kind, client, stage, stack }: ModelFile) {
  return {
    kind: kind === "platform" ? 0 : 1,
    client: client?.name ?? "",
    stage: stage?.index ?? -1,
    name: stack,
  };
}

function compare<T extends string | number>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
