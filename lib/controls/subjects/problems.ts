import type { Wrong } from "../rule";

/** Several answers to what is wrong, as one. */
export function problemsOf(...wrongs: readonly Wrong[]): readonly string[] {
  return wrongs.flatMap((wrong) => wrong ?? []);
}

/** A problem where something does not hold. */
export function unless(holds: boolean, problem: string): Wrong {
  return holds ? undefined : problem;
}
