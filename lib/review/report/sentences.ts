import type { AccessChange, RuleChange, WayReview } from "../review";
import type { AttributeChange, Promotion } from "../stack-review";

/** What a way is after the change, and what brought it along. */
export function wayWord({ kind, end, isFromOutside }: WayReview): string {
  return [
    kind,
    ...(isFromOutside ? ["from outside"] : []),
    ...(end === "new" ? ["one end is new"] : end === "gone" ? ["one end is gone"] : []),
  ].join(", ");
}

const KINDS: Readonly<Record<AccessChange["what"], string>> = {
  whitelist: "on the whitelist",
  administrator: "as an administrator",
  role: "by a role",
  waiver: "by a waiver",
};

/** `given on the whitelist`. */
export function accessWord({ kind, what }: AccessChange): string {
  return `${kind} ${KINDS[what]}`;
}

/** `203.0.113.0/26 → 203.0.113.0/25`; what was or is nothing is left out. */
export function accessRight({ before, after }: AccessChange): string {
  if (before === undefined || after === undefined || before === after) return after ?? before ?? "";
  return `${before} → ${after}`;
}

/** `owner Jantien de Vries, until 2027-03-31`; says so where there is no owner or no last day. */
export function accessTerm({ owner, until }: AccessChange): string {
  return `${owner === undefined ? "no owner" : `owner ${owner}`}, ${until === undefined ? "no end date" : `until ${until}`}`;
}

/** `ports-closed (I-02)`. */
export function ruleName({ rule, promises }: RuleChange): string {
  return promises.length === 0 ? rule : `${rule} (${promises.join(", ")})`;
}

/** What an attribute is beside a value, and whether anybody would notice; empty where there is nothing to say. */
export function attributeNote({ meaning, isCosmetic }: AttributeChange): string {
  return [meaning ?? [], isCosmetic ? "nothing anybody would notice" : []].flat().join(", ");
}

/** What a value was and becomes, for one that is told in one line. */
export function valueChange({ kind, before = "", after = "" }: AttributeChange): string {
  if (kind === "added") return `now ${after}`;
  return kind === "removed" ? `was ${before}, now gone` : `${before} → ${after}`;
}

const PROMOTIONS: Readonly<Record<Promotion["kind"], string>> = {
  same: "As in acceptance",
  differs: "Not as in acceptance",
  "not-yet": "Not in acceptance yet",
};

/** `Not as in acceptance: its database is larger`. */
export function promotionLine({ kind, text }: Promotion): string {
  return text === "" ? PROMOTIONS[kind] : `${PROMOTIONS[kind]}: ${text}`;
}
