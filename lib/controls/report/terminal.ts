import { type Assessment, findingsOf, waivedOf } from "../assessment";
import type { WaivedFinding } from "../finding";
import type { Level } from "../level";
import { type FoldedFinding, foldFindings } from "./fold";
import { partialLine, summaryLine } from "./summary";
import { counted, listed, oneLine } from "./text";

export interface TerminalOptions {
  /** Whether to write ANSI colours. @default false, so that a file or a log gets plain text */
  readonly colour?: boolean;
}

const STACKS_TOGETHER = "All stacks together";

/** For who runs it: what is wrong, by stack, errors first, and the counts on the last line. */
export function terminal(assessment: Assessment, { colour = false }: TerminalOptions = {}): string {
  const paint = colour ? painted : (_colour: Colour, text: string) => text;
  const blocks = [
    ...findingBlocks(foldFindings(findingsOf(assessment), assessment), paint),
    ...waivedBlock(waivedOf(assessment)),
    ...notJudgedBlock(assessment),
    `${[partialLine(assessment) ?? [], summaryLine(assessment)].flat().join("\n")}\n`,
  ];
  return blocks.join("\n");
}

type Colour = "bold" | Level;
type Paint = (colour: Colour, text: string) => string;

const CODES: Readonly<Record<Colour, number>> = { bold: 1, error: 31, warning: 33 };

function painted(colour: Colour, text: string): string {
  return `\u001B[${CODES[colour]}m${text}\u001B[0m`;
}

/** A block for each stack. A rule's remedy is told where the rule is first met. */
function findingBlocks(findings: readonly FoldedFinding[], paint: Paint): readonly string[] {
  const told = new Set<string>();
  return groupBy(findings, ({ stack }) => stack ?? STACKS_TOGETHER).map(([stack, ofStack]) => {
    const rules = groupBy(ofStack, ({ level, rule }) => `${level} ${rule}`).flatMap(([, ofRule]) => {
      const [{ level, rule, remedy }] = ofRule;
      const remedyLines = told.has(rule) ? [] : [`    → ${oneLine(remedy)}`];
      told.add(rule);
      const alike = groupBy(ofRule, ({ problem, alsoIn }) => JSON.stringify([problem, alsoIn]));
      const lines = alike.flatMap(([, findings]) => findingLines(findings));
      return [`  ${paint(level, level)}  ${oneLine(rule)}`, ...lines, ...remedyLines];
    });
    return [paint("bold", oneLine(stack)), ...rules, ""].join("\n");
  });
}

/** Most subjects told by name of which the same is wrong. */
const MOST_SUBJECTS = 6;

/** What is wrong, once, below everything of which it is. */
function findingLines(alike: readonly [FoldedFinding, ...FoldedFinding[]]): readonly string[] {
  const [{ problem, alsoIn }] = alike;
  const more = alike.length - MOST_SUBJECTS;
  return [
    ...alike.slice(0, MOST_SUBJECTS).map(({ subject }) => `    ${oneLine(subject)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
    `      ${oneLine(problem)}`,
    ...(alsoIn.length > 0
      ? [`      the same in ${counted(alsoIn.length, "other stack")}: ${oneLine(listed(alsoIn))}`]
      : []),
  ];
}

function waivedBlock(waived: readonly WaivedFinding[]): readonly string[] {
  if (waived.length === 0) return [];
  const lines = waived.map(({ rule, subject, waiver }) => {
    const { untilText, owner, ticket } = waiver;
    return `  ${oneLine(`${subject}  ${rule}  until ${untilText}  (${owner}, ${ticket})`)}`;
  });
  return [["Waived", ...lines, ""].join("\n")];
}

function notJudgedBlock({ notJudged }: Assessment): readonly string[] {
  if (notJudged.length === 0) return [];
  const lines = groupBy(notJudged, ({ rule }) => rule).flatMap(([rule, ofRule]) => [
    `  ${oneLine(rule)}, in ${counted(ofRule.length, "stack")}`,
    `    ${oneLine(ofRule[0].why)}`,
  ]);
  return [["Not judged, because a plan does not tell", ...lines, ""].join("\n")];
}

/** Groups in the order in which each is first met; none is empty. */
function groupBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly [string, readonly [T, ...T[]]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups];
}
