import { InvalidError } from "../mistake";
import { shownValue } from "../text";
import { controlsOf } from "./controls";
import type { Control, Statement } from "./promise";
import { type PromiseId, STATEMENTS } from "./statements";

export { FIGURES, type FigureName } from "./figures";
export type { Control, Framework, PromiseClass } from "./promise";
export type { PromiseId } from "./statements";

/** A statement of the Safety & quality sheet, and the measures of norms it is mapped to. */
export interface SheetPromise extends Statement {
  readonly id: PromiseId;
  /** Empty where the mapping has nothing for it. */
  readonly controls: readonly Control[];
}

/** All promises, in the sheet's order. */
export const PROMISES: readonly SheetPromise[] = (Object.keys(STATEMENTS) as PromiseId[]).map((id) => ({
  id,
  ...STATEMENTS[id],
  controls: controlsOf(id),
}));

const byId = new Map<string, SheetPromise>(PROMISES.map((promise) => [promise.id, promise]));

/** Whether a text is the id of a promise. */
export function isPromiseId(text: string): text is PromiseId {
  return byId.has(text);
}

/**
 * The promise with this id.
 *
 * @throws InvalidError for an id that no statement has, which only text from outside can be
 */
export function promise(id: PromiseId): SheetPromise {
  const found = byId.get(id);
  if (found !== undefined) return found;
  throw new InvalidError({
    value: shownValue(id),
    problem: "is no promise of the sheet",
    remedy: `write one of ${PROMISES[0]?.id} … ${PROMISES.at(-1)?.id}, as in lib/model/promises`,
  });
}
