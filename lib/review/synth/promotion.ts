import { listed } from "../../controls/report/text";
import type { StackOutput } from "../../controls/terraform/stack-output";
import type { Redactor } from "../redaction/redactor";
import type { Promotion } from "../stack-review";
import type { StackPair, SynthState } from "./compare-synths";
import { facetsOf } from "./facets";
import { generaliserOf } from "./own-names";

const MOST = 4;

/** What comes into a part of production, and what goes out of it. */
interface Shift {
  /** In general words, as both stages have it. */
  readonly name: string;
  /** As production has it. */
  readonly shown: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** All lines, where only their order changes. */
  readonly order: readonly string[] | undefined;
}

/**
 * Whether what production gets was tried in acceptance (B-10): for each part that changes, acceptance has what comes and does not have
 * what goes. Names, addresses and who is let in are each stage's own. Undefined for other stages, and where nothing changes that is
 * promoted.
 */
export function promotionOf(
  { before, after }: StackPair,
  states: { readonly before: SynthState; readonly after: SynthState },
  redactor: Redactor,
): Promotion | undefined {
  if (after?.stage !== "production") return undefined;
  const shifts = shiftsBetween(before, after);
  if (shifts.length === 0) return undefined;
  const told = (text: string) => redactor.name(text);
  const was = acceptanceOf(after, states.before);
  const is = acceptanceOf(after, states.after);
  if (is === undefined) {
    return {
      kind: "not-yet",
      text: "acceptance is not among what is compared, so nobody knows whether it was tried there",
    };
  }
  const names = (list: readonly Shift[]) =>
    listed(
      list.map(({ shown }) => shown),
      MOST,
    );
  const missing = shifts.filter((shift) => !isIn(shift, is));
  if (missing.length > 0)
    return { kind: "differs", text: told(`acceptance does not have it so: ${names(missing)}`) };
  const untried = shifts.filter((shift) => was === undefined || !isIn(shift, was));
  if (untried.length > 0) {
    const text = `acceptance gets it in this same change, so it is applied and tested there first: ${names(untried)}`;
    return { kind: "not-yet", text: told(text) };
  }
  return { kind: "same", text: told(`acceptance has it already: ${names(shifts)}`) };
}

/** Lines of a part of a stage, in general words; none of a part it does not have. */
type Stage = (name: string) => readonly string[];

function acceptanceOf({ model }: StackOutput, { stacks }: SynthState): Stage | undefined {
  const found = stacks.find(
    (one) => one.stage === "acceptance" && one.model.client?.name === model.client?.name,
  );
  if (found === undefined) return undefined;
  const generalise = generaliserOf(found.model);
  const facets = new Map([...facetsOf(found)].map(([name, lines]) => [generalise(name), lines]));
  return (name) => numbered(facets.get(name)?.map(generalise) ?? []);
}

/** Only what differs is put in general words: a stage has thousands of lines, and few of them change. */
function shiftsBetween(before: StackOutput | undefined, after: StackOutput): readonly Shift[] {
  const [old, young] = [before === undefined ? NOTHING : facetsOf(before), facetsOf(after)];
  const [was, is] = [generaliserOf((before ?? after).model), generaliserOf(after.model)];
  const names = [...new Set([...young.keys(), ...old.keys()])];
  return names.flatMap((name): readonly Shift[] => {
    const [gone, come] = [old.get(name) ?? [], young.get(name) ?? []];
    if (isSameList(gone, come)) return [];
    const [oldLines, lines] = [numbered(gone.map(was)), numbered(come.map(is))];
    if (isSameList(oldLines, lines)) return [];
    const added = without(lines, oldLines);
    const removed = without(oldLines, lines);
    const isOrder = added.length + removed.length === 0;
    return [{ name: is(name), shown: name, added, removed, order: isOrder ? lines : undefined }];
  });
}

const NOTHING: ReturnType<typeof facetsOf> = new Map();

function isIn({ name, added, removed, order }: Shift, stage: Stage): boolean {
  const lines = stage(name);
  if (order !== undefined) return isSameList(order, lines);
  return without(added, lines).length === 0 && without(removed, lines).length === removed.length;
}

/** A line that is there twice is not the same as one that is there once. */
function numbered(lines: readonly string[]): readonly string[] {
  const met = new Map<string, number>();
  return lines.map((line) => {
    const nth = met.get(line) ?? 0;
    met.set(line, nth + 1);
    return nth === 0 ? line : `${line}\n${nth}`;
  });
}

function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}
