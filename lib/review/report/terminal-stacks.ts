import { clip, counted, listed } from "../../controls/report/text";
import type { AttributeChange, ResourceChange, StackReview } from "../stack-review";
import { attributeNote, promotionLine, valueChange } from "./sentences";
import type { Colour, TerminalLines } from "./terminal-lines";
import {
  ACTION_WORDS,
  actionWord,
  circumstances,
  effectiveFirst,
  stackTitle,
  unnamedStacks,
  worstFirst,
} from "./words";

/** How much is shown of what is folded; the rest is counted. */
export interface Folds {
  /** Stacks that change alike. */
  readonly stacks: number;
  /** Resources of one stack. */
  readonly changes: number;
  /** Attributes of one resource. */
  readonly attributes: number;
  /** Lines of one text. */
  readonly lines: number;
  /** Characters of one value. */
  readonly value: number;
}

export const FOLDED: Folds = { stacks: 12, changes: 12, attributes: 6, lines: 8, value: 120 };
export const UNFOLDED: Folds = {
  stacks: Number.POSITIVE_INFINITY,
  changes: Number.POSITIVE_INFINITY,
  attributes: Number.POSITIVE_INFINITY,
  lines: Number.POSITIVE_INFINITY,
  value: Number.POSITIVE_INFINITY,
};

const SIGN_COLOURS: Readonly<Record<string, Colour>> = {
  "+": "green",
  "-": "red",
  "!": "red",
  "~": "yellow",
};

/** What changes in stacks, each with its reason, its resources and, as far as they are not folded, their attributes. */
export function addStacks(out: TerminalLines, stacks: readonly StackReview[], folds: Folds): void {
  stacks.forEach((stack, index) => {
    if (index > 0) out.gap();
    out.add(2, { text: stackTitle(stack), colour: "bold" });
    const alike = unnamedStacks(stack);
    if (alike.length > 0) out.add(4, `all alike: ${listed(alike, folds.stacks)}`);
    if (stack.reason !== "") out.add(4, `because ${stack.reason}`);
    if (stack.promotion !== undefined) out.add(4, promotionLine(stack.promotion));
    const changes = worstFirst(stack.changes);
    for (const change of first(changes, folds.changes)) addChange(out, change, folds);
    addRest(out, 4, changes.length - folds.changes, "resource");
  });
}

function addChange(out: TerminalLines, change: ResourceChange, folds: Folds): void {
  const { sign } = ACTION_WORDS[change.action];
  const colour = SIGN_COLOURS[sign];
  out.add(
    4,
    colour === undefined ? sign : { text: sign, colour },
    `${change.address}: ${actionWord(change)}`,
  );
  for (const circumstance of circumstances(change)) out.add(8, clip(circumstance, folds.value));
  const attributes = effectiveFirst(change.attributes);
  for (const attribute of first(attributes, folds.attributes)) addAttribute(out, attribute, folds);
  addRest(out, 8, attributes.length - folds.attributes, "attribute");
}

function addAttribute(out: TerminalLines, attribute: AttributeChange, folds: Folds): void {
  const { path, lines } = attribute;
  const what = attributeNote(attribute);
  const value = lines.length > 0 ? "" : `: ${clip(valueChange(attribute), folds.value)}`;
  out.add(8, `${path}${what === "" ? "" : ` (${what})`}${value}`);
  for (const line of first(lines, folds.lines)) out.verbatim(10, clip(line, folds.value), lineColour(line));
  addRest(out, 10, lines.length - folds.lines, "line");
}

function lineColour(line: string): Colour | undefined {
  return line.startsWith("+") ? "green" : line.startsWith("-") ? "red" : undefined;
}

function first<T>(items: readonly T[], most: number): readonly T[] {
  return items.slice(0, most);
}

function addRest(out: TerminalLines, indent: number, more: number, noun: string): void {
  if (more > 0) out.add(indent, `and ${counted(more, `more ${noun}`)}`);
}
