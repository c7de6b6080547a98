import { createHash } from "node:crypto";
import type { Review } from "../../lib/review/review";

/** What people said yes to of one stack. */
export interface Agreed {
  readonly digest: string;
  /** What they were told, item by item, see {@link itemsOf}; undefined where somebody gave the digest by hand, who has read it himself. */
  readonly told?: readonly string[];
}

/**
 * Everything of a review that somebody may mind, each as a hash. What was not looked at is not among it: of figures that change by
 * themselves other ones are listed every time.
 */
export function itemsOf({ stacks, ways, hazards, rules, access }: Review): readonly string[] {
  const lists = { changes: stacks.flatMap(({ changes }) => changes), ways, hazards, rules, access };
  return Object.entries(lists).flatMap(([kind, items]) =>
    (items as readonly unknown[]).map((item) =>
      createHash("sha256")
        .update(JSON.stringify([kind, item]))
        .digest("hex"),
    ),
  );
}

/** How much a review tells now that people were not told: the branch that was reviewed wrote its own review. */
export function untold(review: Review, { told }: Agreed): number {
  if (told === undefined) return 0;
  const known = new Set(told);
  return itemsOf(review).filter((item) => !known.has(item)).length;
}

/** What `reviewed.json` has of a stack. Undefined for nothing, and for what nobody here wrote. */
export function agreedIn(value: unknown): Agreed | undefined {
  const { digest, told } = Object(value) as { digest?: unknown; told?: unknown };
  if (typeof digest !== "string") return undefined;
  if (told === undefined) return { digest };
  return Array.isArray(told) ? { digest, told: told.map(String) } : undefined;
}
