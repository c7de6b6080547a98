import { counted } from "../../controls/report/text";
import type { Review, RuleChange } from "../review";
import type { Action, ResourceChange } from "../stack-review";
import { partsOf } from "./parts";
import { comparison, VERDICT_WORDS } from "./words";

/** What happens to resources, counted in every stack where it happens: one change alike in four stacks counts four. */
export interface Tally {
  readonly added: number;
  readonly changed: number;
  readonly replaced: number;
  readonly destroyed: number;
  readonly forgotten: number;
  readonly moved: number;
  readonly imported: number;
  readonly read: number;
  readonly unknown: number;
  /** Changed in nothing that anybody would notice; not among `changed`. */
  readonly cosmetic: number;
}

type Figure = keyof Tally;

/** Those of which nobody wants to read that there are none; in the order in which they are told. */
const FIGURES: readonly Figure[] = [
  "unknown",
  "destroyed",
  "replaced",
  "forgotten",
  "changed",
  "added",
  "moved",
  "imported",
  "read",
];

const OF_ACTION: Readonly<Record<Action, Figure | undefined>> = {
  create: "added",
  update: "changed",
  replace: "replaced",
  "replace-after": "replaced",
  delete: "destroyed",
  forget: "forgotten",
  "replace-forget": "replaced",
  read: "read",
  "no-op": undefined,
  unknown: "unknown",
};

export function tallyOf({ stacks }: Pick<Review, "stacks">): Tally {
  const tally: Record<Figure, number> = {
    added: 0,
    changed: 0,
    replaced: 0,
    destroyed: 0,
    forgotten: 0,
    moved: 0,
    imported: 0,
    read: 0,
    unknown: 0,
    cosmetic: 0,
  };
  for (const { stacks: alike, changes } of stacks) {
    for (const change of changes) for (const figure of figuresOf(change)) tally[figure] += alike.length;
  }
  return tally;
}

function figuresOf({ action, previousAddress, importing, isCosmetic }: ResourceChange): readonly Figure[] {
  const main = isCosmetic && action === "update" ? "cosmetic" : OF_ACTION[action];
  return [
    ...(main === undefined ? [] : [main]),
    ...(previousAddress === undefined ? [] : (["moved"] as const)),
    ...(importing === undefined ? [] : (["imported"] as const)),
  ];
}

/** `2 resources destroyed, 1 changed`, or that only comments and order change; empty where no resource is touched. */
export function resourceLine(review: Pick<Review, "stacks">): string {
  const tally = tallyOf(review);
  const told = FIGURES.filter((figure) => tally[figure] > 0).map((figure, index) => {
    return index === 0 ? `${counted(tally[figure], "resource")} ${figure}` : `${tally[figure]} ${figure}`;
  });
  if (tally.cosmetic === 0) return told.join(", ");
  if (told.length === 0)
    return `only comments, order or white space in ${counted(tally.cosmetic, "resource")}`;
  return [...told, `${tally.cosmetic} in comments or order only`].join(", ");
}

/**
 * `Blocked: 1 way opened from outside, 2 blockers, 1 rule newly broken`: what the verdict hangs on. Where nothing of the
 * sort is there, what happens to resources.
 */
export function headline(review: Review): string {
  return `${VERDICT_WORDS[review.verdict]}: ${headFigures(review)}`;
}

/** What follows the verdict in the headline. */
export function headFigures(review: Review): string {
  const weighty = weightyFigures(review);
  if (weighty.length > 0) return weighty.join(", ");
  const rest = restFigures(review);
  return rest.length === 0 ? "nothing changes" : rest.join(", ");
}

/** What else there is, in one line below the headline; empty where the headline tells all. */
export function restLine(review: Review): string {
  return weightyFigures(review).length === 0 ? "" : restFigures(review).join(", ");
}

function weightyFigures(review: Review): readonly string[] {
  const { opened, blockers, decisions, broken } = partsOf(review);
  const outside = opened.filter(({ isFromOutside }) => isFromOutside).length;
  return [
    ...some(outside, "way", "opened from outside"),
    ...some(opened.length - outside, "way", outside > 0 ? "opened inside" : "opened"),
    ...some(blockers.length, "blocker"),
    ...some(decisions.length, "thing", "for team Tech"),
    ...rules(broken, "newly broken"),
  ];
}

function restFigures(review: Review): readonly string[] {
  const { access, closed, mended, notes, notAnalysed } = partsOf(review);
  const resources = resourceLine(review);
  return [
    ...(resources === "" ? [] : [resources]),
    ...some(access.length, "change", "of access"),
    ...some(closed.length, "way", "closed or narrowed"),
    ...rules(mended, "mended"),
    ...some(notes.length, "note"),
    ...some(notAnalysed.length, "part", "not looked at"),
  ];
}

/** Whether all there is to say is that nothing changes. What nobody looked at is something to say. */
export function isNothing(review: Review): boolean {
  const { stacks, ways, rules, access, hazards, notAnalysed, verdict } = review;
  const lists = [stacks, ways, rules, access, hazards, notAnalysed];
  return verdict === "fine" && lists.every((list) => list.length === 0);
}

/** The whole of a report of nothing. */
export function nothingLine(review: Review): string {
  return `Nothing changes: ${comparison(review)}.`;
}

/** One rule may be broken by a hundred servers, which is one thing to mend. */
function rules(changes: readonly RuleChange[], ending: string): readonly string[] {
  const different = new Set(changes.map(({ rule }) => rule)).size;
  const places = changes.length > different ? ` in ${counted(changes.length, "place")}` : "";
  return some(different, "rule", `${ending}${places}`);
}

function some(number: number, noun: string, ending = ""): readonly string[] {
  return number === 0 ? [] : [`${counted(number, noun)} ${ending}`.trim()];
}
