import type { Review, Verdict } from "../review";
import type { Action, AttributeChange, ResourceChange, StackReview } from "../stack-review";
import { verdictRowsOf } from "../verdict";

/** The verdict, as the first words of every report. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  block: "Blocked",
  "team-tech": "Needs team Tech",
  fine: "Fine",
};

const VERDICT_SENTENCES: Readonly<Record<Verdict, string>> = {
  block: "Nobody may apply this as it is",
  "team-tech": "Somebody of team Tech has to agree before this is applied",
  fine: "Nothing here asks for team Tech",
};

/** What the verdict asks of whoever reads it, and what it hangs on, each with its number. */
export function verdictSentence(review: Review): string {
  const rows = verdictRowsOf(review).filter(({ verdict }) => verdict === review.verdict);
  const because = rows.map((row) => `${row.says} (${row.count(review)})`).join(", ");
  return `${VERDICT_SENTENCES[review.verdict]}${because === "" ? "" : `: ${because}`}.`;
}

/** What becomes of a resource: one sign for a list, and the word for it. */
export const ACTION_WORDS: Readonly<Record<Action, { readonly sign: string; readonly word: string }>> = {
  create: { sign: "+", word: "added" },
  update: { sign: "~", word: "changed" },
  replace: { sign: "!", word: "replaced, destroyed before the new one is there" },
  "replace-after": { sign: "!", word: "replaced, the new one is made first" },
  delete: { sign: "-", word: "destroyed" },
  forget: { sign: "-", word: "forgotten: it keeps running, without Terraform" },
  "replace-forget": { sign: "!", word: "replaced, the old one keeps running without Terraform" },
  read: { sign: "?", word: "read" },
  "no-op": { sign: "=", word: "stays as it is" },
  unknown: { sign: "!", word: "unknown action, to be taken for the worst" },
};

/** The worst first: where a list is cut, it is the harmless end of it. */
const WORST_FIRST: readonly Action[] = [
  "unknown",
  "replace",
  "delete",
  "replace-forget",
  "replace-after",
  "forget",
  "update",
  "create",
  "no-op",
  "read",
];

/** Changes of a stack, the worst first and what nobody would notice last; otherwise in their own order. */
export function worstFirst(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  const rank = ({ action, isCosmetic }: ResourceChange) =>
    WORST_FIRST.indexOf(action) + (isCosmetic ? WORST_FIRST.length : 0);
  return changes.toSorted((one, other) => rank(one) - rank(other));
}

/** Attributes of a change, those that have an effect before those that have none. */
export function effectiveFirst(attributes: readonly AttributeChange[]): readonly AttributeChange[] {
  return attributes.toSorted((one, other) => Number(one.isCosmetic) - Number(other.isCosmetic));
}

/** `replaced, destroyed before the new one is there`; a move and an import are told with it, for they come with any action. */
export function actionWord({ action, previousAddress, importing, isCosmetic }: ResourceChange): string {
  const extra = [
    ...(previousAddress === undefined ? [] : ["moved"]),
    ...(importing === undefined ? [] : ["imported"]),
  ];
  const { word } = ACTION_WORDS[action];
  if (action === "no-op" && extra.length > 0) return extra.join(" and ");
  const cosmetic = isCosmetic && action === "update" ? ["nothing anybody would notice"] : [];
  return [word, ...cosmetic, ...extra].join(", ");
}

/** What is known of a change beside its attributes, each in a few words. */
export function circumstances({
  previousAddress,
  importing,
  reason,
  replacePaths,
}: ResourceChange): readonly string[] {
  return [
    ...(previousAddress === undefined ? [] : [`was ${previousAddress}`]),
    ...(importing === undefined ? [] : [`taken over by its id ${importing}`]),
    ...(reason === undefined ? [] : [reason]),
    ...(replacePaths.length === 0 ? [] : [`forced by ${replacePaths.join(", ")}`]),
  ];
}

/** `main (1a2b3c4) → the working tree`. */
export function comparison({ base, head }: Review): string {
  return `${base} → ${head}`;
}

/** `verne/production`, `verne/test and verne/production`; of more than four that change alike, the first and a number. */
export function stackTitle({ stacks }: StackReview): string {
  const [first = "", ...others] = stacks;
  if (others.length === 0) return first;
  return others.length > MOST_OTHERS
    ? `${first} and ${others.length} more`
    : `${stacks.slice(0, -1).join(", ")} and ${stacks.at(-1)}`;
}

/** All stacks that change alike, where the title does not name them; none where it does. */
export function unnamedStacks({ stacks }: StackReview): readonly string[] {
  return stacks.length - 1 > MOST_OTHERS ? stacks : [];
}

/** Most other stacks told by name in a title. */
const MOST_OTHERS = 3;
