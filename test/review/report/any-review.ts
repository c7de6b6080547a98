import fc from "fast-check";
import type { PromiseId } from "../../../lib/model/promises";
import type { Review } from "../../../lib/review/review";
import { anyText } from "../../controls/report/any-assessment";

const texts = fc.array(anyText, { maxLength: 3 });
const maybe = fc.option(anyText, { nil: undefined });
const few = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 3 });

const anyWay = fc.record({
  client: anyText,
  from: anyText,
  to: anyText,
  kind: fc.constantFrom("opened", "widened", "closed", "narrowed", "changed"),
  opened: texts,
  closed: texts,
  why: texts,
  end: fc.constantFrom("new", "gone", undefined),
  isFromOutside: fc.boolean(),
} as const);

const anyHazard = fc.record({
  kind: fc.constantFrom("redundancy", "last-way", "data", "unknown-action", "drift", "check", "partial"),
  level: fc.constantFrom("block", "team-tech", "note"),
  stack: anyText,
  subjects: texts,
  text: anyText,
  remedy: anyText,
} as const);

const anyRule = fc.record({
  kind: fc.constantFrom("broken", "mended"),
  rule: anyText,
  promises: fc.subarray<PromiseId>(["B-01", "I-02", "V-10"]),
  level: fc.constantFrom("error", "warning"),
  stack: maybe,
  subject: anyText,
  problem: anyText,
  remedy: anyText,
} as const);

const anyAccess = fc.record({
  kind: fc.constantFrom("given", "taken", "changed"),
  what: fc.constantFrom("whitelist", "administrator", "role", "waiver"),
  where: anyText,
  who: anyText,
  before: maybe,
  after: maybe,
  owner: maybe,
  until: maybe,
} as const);

const anyAttribute = fc.record({
  path: anyText,
  kind: fc.constantFrom("added", "removed", "changed"),
  before: maybe,
  after: maybe,
  meaning: maybe,
  lines: texts,
  isCosmetic: fc.boolean(),
} as const);

const anyChange = fc.record({
  address: anyText,
  type: anyText,
  action: fc.constantFrom("create", "update", "replace", "delete", "forget", "read", "no-op", "unknown"),
  previousAddress: maybe,
  importing: maybe,
  reason: maybe,
  replacePaths: texts,
  attributes: few(anyAttribute),
  isCosmetic: fc.boolean(),
} as const);

const anyStack = fc.record({
  stacks: fc.array(anyText, { minLength: 1, maxLength: 6 }),
  reason: anyText,
  changes: few(anyChange),
  promotion: fc.option(
    fc.record({ kind: fc.constantFrom("same", "differs", "not-yet"), text: anyText } as const),
    {
      nil: undefined,
    },
  ),
});

/** Reviews whose every text may be anything at all. */
export const anyReview: fc.Arbitrary<Review> = fc.record({
  kind: fc.constantFrom("diff", "plan"),
  base: anyText,
  head: anyText,
  stacks: few(anyStack),
  ways: few(anyWay),
  rules: few(anyRule),
  access: few(anyAccess),
  hazards: few(anyHazard),
  notAnalysed: few(fc.record({ what: anyText, why: anyText })),
  digest: maybe,
  verdict: fc.constantFrom("fine", "team-tech", "block"),
} as const);
