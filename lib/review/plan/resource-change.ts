import { isObject } from "../../controls/terraform/fields";
import { InvalidError } from "../../model/mistake";
import { attributeChanges } from "../attributes/attribute-changes";
import { isEqual, isMarked, markAt } from "../attributes/equal";
import { pathOfSteps } from "../attributes/path";
import type { Redactor } from "../redaction/redactor";
import type { Action, AttributeChange, ResourceChange } from "../stack-review";
import { actionOf, reasonOf } from "./action";
import { type Addresses, isAddressOf } from "./addresses";
import { type Json, textOr } from "./json";
import { ANEW } from "./parse-plan";

/** What goes with every entry of one plan. */
export interface Reading {
  readonly redactor: Redactor;
  readonly addresses: Addresses;
  /** For people, such as the file's path. */
  readonly where: string;
}

/**
 * A change, with the values it was read from. Those are to be looked at, by what weighs the change, and never to be shown or kept:
 * only what `change` says is redacted.
 */
export interface PlannedResource {
  readonly change: ResourceChange;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  /** `after_unknown`: true at each place that only the apply will know. */
  readonly afterUnknown: unknown;
  /** Whether what a server is told is marked sensitive, so that nobody sees it change. */
  readonly isToldInSecret: boolean;
}

/** Whether an entry of `resource_changes` changes nothing at all: a move or an import of what stays the same is something. */
export function isIdle({ change, previous_address: previous, deposed }: Json): boolean {
  if (previous !== undefined || deposed !== undefined || !isObject(change)) return false;
  return change.importing === undefined && isNothingDone(change);
}

/** Whether Terraform says that nothing happens, and the values say so too. */
export function isNothingDone({ actions, before, after }: Json): boolean {
  const isSaid = Array.isArray(actions) && actions.length === 1 && actions[0] === "no-op";
  return isSaid && isEqual(before ?? null, after ?? null);
}

/**
 * Reads an entry of `resource_changes` or `resource_drift`.
 *
 * @throws InvalidError for an entry without an address or a change, or of another type than its address says
 */
export function plannedResource(entry: Json, { redactor, addresses, where }: Reading): PlannedResource {
  const { address, type, change } = entry;
  if (typeof address !== "string" || typeof type !== "string" || !isObject(change)) {
    throw new InvalidError({
      value: where,
      problem: `has a change that cannot be read${typeof address === "string" ? `, of ${redactor.name(address)}` : ""}`,
      remedy: ANEW,
    });
  }
  // By its type it is known what may go wrong with a thing.
  if (!isAddressOf(address, type, entry.mode === "data")) {
    throw new InvalidError({
      value: where,
      problem: `calls ${addresses.shown(address)} what it is not by its address`,
      remedy: ANEW,
    });
  }
  const { before, after, after_unknown: unknown } = change;
  const action = actionIn(entry);
  const previous = textOr(entry.previous_address);
  // Of ten thousand changes a report shows a few dozen; the others are counted, and what is not asked for is not worked out.
  let known: readonly AttributeChange[] | undefined;
  return {
    change: {
      address: `${addresses.shown(address)}${leftBehind(entry.deposed)}`,
      type,
      action,
      previousAddress: previous === undefined ? undefined : addresses.shown(previous),
      importing: optional(idOf(change.importing), redactor),
      reason: optional(reasonIn(entry), redactor),
      replacePaths: replacePathsOf(change.replace_paths, redactor),
      get attributes(): readonly AttributeChange[] {
        known ??= attributeChanges(before, after, redactor, {
          type,
          unknown,
          sensitiveBefore: change.before_sensitive,
          sensitiveAfter: change.after_sensitive,
        });
        return known;
      },
      get isCosmetic(): boolean {
        // What comes, goes or is made anew is never cosmetic, whatever becomes of its attributes.
        if (action !== "update") return false;
        return this.attributes.length > 0 && this.attributes.every(({ isCosmetic }) => isCosmetic);
      },
    },
    before: isObject(before) ? before : undefined,
    after: isObject(after) ? after : undefined,
    afterUnknown: unknown,
    isToldInSecret: type === "vsphere_virtual_machine" && isToldInSecret(change),
  };
}

/** Walls and the like, of which Straat marks nothing. */
function isToldInSecret({ before_sensitive: before, after_sensitive: after }: Json): boolean {
  return isMarked(markAt(before, "extra_config")) || isMarked(markAt(after, "extra_config"));
}

/** As Terraform tells of it: what an earlier replacement left behind has the address of what took its place. */
function leftBehind(deposed: unknown): string {
  return typeof deposed === "string" ? ` (deposed ${deposed})` : "";
}

/** What is done to a thing. Where the values say otherwise than the words, nobody knows what that is. */
function actionIn({ mode, change }: Json): Action {
  if (!isObject(change)) return "unknown";
  const action = actionOf(change.actions);
  return isAtOdds(action, mode, change) ? "unknown" : action;
}

function isAtOdds(action: Action, mode: unknown, change: Json): boolean {
  switch (action) {
    case "no-op":
      return !isNothingDone(change);
    // Only a data source is read; a resource that is said to be would look as if nothing were done to it.
    case "read":
      return mode === "managed";
    case "create":
      return isObject(change.before);
    case "delete":
    case "forget":
      return isObject(change.after);
    default:
      return false;
  }
}

function reasonIn(entry: Json): string | undefined {
  const { action_reason: word, deposed, change } = entry;
  const actions = isObject(change) && Array.isArray(change.actions) ? change.actions : [];
  const isUnknown = actionOf(actions) === "unknown";
  const reasons = [
    reasonOf(word),
    typeof deposed === "string"
      ? "an earlier apply put something in its place, and could not take it away"
      : undefined,
    isUnknown ? `nobody here knows what Terraform means by ${JSON.stringify(actions)}` : undefined,
    !isUnknown && actionIn(entry) === "unknown"
      ? `the plan says ${JSON.stringify(actions)}, and its values say otherwise`
      : undefined,
  ].filter((reason) => reason !== undefined);
  return reasons.length === 0 ? undefined : reasons.join("; ");
}

/** The id by which something is taken over; newer providers give several attributes in its place. */
function idOf(importing: unknown): string | undefined {
  if (importing === undefined || importing === null) return undefined;
  if (!isObject(importing)) return "something nobody here can read";
  if (importing.unknown === true) return "known only after the apply";
  if (typeof importing.id === "string") return importing.id;
  return importing.identity === undefined ? "something unnamed" : JSON.stringify(importing.identity);
}

function replacePathsOf(paths: unknown, redactor: Redactor): readonly string[] {
  if (!Array.isArray(paths)) return [];
  const shown = paths.map((path) => redactor.name(pathOfSteps(Array.isArray(path) ? path : [path])));
  return [...new Set(shown)].sort();
}

function optional(text: string | undefined, redactor: Redactor): string | undefined {
  return text === undefined ? undefined : redactor.name(text);
}
