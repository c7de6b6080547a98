import { clip, listed } from "../../controls/report/text";
import type { Hazard } from "../hazard";
import type { AccessChange, Review, RuleChange, Verdict, WayReview } from "../review";
import { partsOf } from "./parts";
import { accessRight, accessTerm, accessWord, ruleName, wayWord } from "./sentences";
import { headline, isNothing, nothingLine, restLine } from "./tally";
import { type Colour, TerminalLines } from "./terminal-lines";
import { addStacks, FOLDED, UNFOLDED } from "./terminal-stacks";
import { comparison, verdictSentence } from "./words";

export interface TerminalOptions {
  /** Whether to write ANSI colours. @default false, so that a file or a log gets plain text */
  readonly colour?: boolean;
  /** Most columns of a line; less than 20 is taken for 20. @default 100 */
  readonly width?: number;
  /** Whether every resource, attribute and line is shown, instead of the first of each with the number of the others. @default false */
  readonly details?: boolean;
}

const VERDICT_COLOURS: Readonly<Record<Verdict, Colour>> = {
  block: "red",
  "team-tech": "yellow",
  fine: "green",
};
/** Most subjects of a hazard told by name, where details are folded. */
const MOST_SUBJECTS = 6;
/** Characters of the name of what nobody looked at, where details are folded: it may be a list of rules. */
const LONGEST_PART = 160;

/** For who runs it: the verdict and what is opened first. Where nothing changes it is one line. */
export function terminal(review: Review, options: TerminalOptions = {}): string {
  const { colour = false, width = 100, details = false } = options;
  const out = new TerminalLines({ colour, width });
  if (isNothing(review)) {
    out.add(0, nothingLine(review));
    return out.text;
  }
  const parts = partsOf(review);
  const subjects = details ? Number.POSITIVE_INFINITY : MOST_SUBJECTS;
  out.add(0, { text: headline(review), colour: VERDICT_COLOURS[review.verdict] });
  out.add(0, verdictSentence(review));
  if (restLine(review) !== "") out.add(0, `Also: ${restLine(review)}`);
  out.add(0, comparison(review));
  if (review.digest !== undefined) out.add(0, `Digest ${review.digest}`);
  section(out, "Opened", parts.opened, (way) => addWay(out, way));
  section(out, "Blocked by", parts.blockers, (hazard) => addHazard(out, hazard, "red", subjects));
  section(out, "For team Tech", parts.decisions, (hazard) => addHazard(out, hazard, "yellow", subjects));
  section(out, "Rules newly broken", parts.broken, (rule) => addRule(out, rule));
  section(out, "Access", parts.access, (access) => addAccess(out, access));
  section(out, "Closed or narrowed", parts.closed, (way) => addWay(out, way));
  section(out, "Rules mended", parts.mended, (rule) => addRule(out, rule));
  section(out, "To know", parts.notes, (hazard) => addHazard(out, hazard, undefined, subjects));
  if (parts.stacks.length > 0) heading(out, "Stacks");
  addStacks(out, parts.stacks, details ? UNFOLDED : FOLDED);
  const longest = details ? Number.POSITIVE_INFINITY : LONGEST_PART;
  section(out, "Not looked at", parts.notAnalysed, ({ what, why }) =>
    out.add(2, `${clip(what, longest)}: ${why}`),
  );
  return out.text;
}

function section<T>(out: TerminalLines, title: string, items: readonly T[], add: (item: T) => void): void {
  if (items.length > 0) heading(out, title);
  items.forEach(add);
}

function heading(out: TerminalLines, title: string): void {
  out.gap();
  out.add(0, { text: title, colour: "bold" });
}

function addWay(out: TerminalLines, way: WayReview): void {
  const { client, from, to, opened, closed, why } = way;
  out.add(2, `${from} → ${to}: ${wayWord(way)} (${client})`);
  for (const line of opened) out.add(4, { text: "+", colour: "green" }, line);
  for (const line of closed) out.add(4, { text: "-", colour: "red" }, line);
  if (why.length > 0) out.add(4, `why: ${why.join("; ")}`);
}

function addHazard(out: TerminalLines, hazard: Hazard, colour: Colour | undefined, most: number): void {
  const { kind, stack, text, subjects, remedy } = hazard;
  out.add(2, colour === undefined ? kind : { text: kind, colour }, `in ${stack}: ${text}`);
  if (subjects.length > 0) out.add(4, listed(subjects, most));
  out.add(4, `→ ${remedy}`);
}

function addRule(out: TerminalLines, rule: RuleChange): void {
  const { kind, level, stack, subject, problem, remedy } = rule;
  const isBroken = kind === "broken";
  const colour = level === "error" ? "red" : "yellow";
  const where = stack === undefined ? subject : `${subject} in ${stack}`;
  out.add(
    2,
    isBroken ? { text: level, colour } : { text: kind, colour: "green" },
    `${ruleName(rule)}: ${where}`,
  );
  out.add(4, isBroken ? problem : `no longer: ${problem}`);
  if (isBroken) out.add(4, `→ ${remedy}`);
}

function addAccess(out: TerminalLines, access: AccessChange): void {
  out.add(2, `${access.who}: ${accessWord(access)}, in ${access.where}`);
  out.add(4, [accessRight(access), accessTerm(access)].filter((text) => text !== "").join(", "));
}
