import { isObject } from "../../controls/terraform/fields";
import { InvalidError } from "../../model/mistake";
import { attributeChanges } from "../attributes/attribute-changes";
import { pathOfSteps } from "../attributes/path";
import type { Redactor } from "../redaction/redactor";
import type { AttributeChange, ResourceChange } from "../stack-review";
import { actionOf, reasonOf } from "./action";
import { type Json, textOr } from "./json";

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
}

/** Whether an entry of `resource_changes` changes nothing at all: a move or an import of what stays the same is something. */
export function isIdle({ change, previous_address: previous, deposed }: Json): boolean {
  if (previous !== undefined || deposed !== undefined || !isObject(change)) return false;
  return (
    Array.isArray(change.actions) &&
    change.actions.length === 1 &&
    change.actions[0] === "no-op" &&
    change.importing === undefined
  );
}

/**
 * Reads an entry of `resource_changes` or `resource_drift`.
 *
 * @param where for people, such as the file's path
 * @throws InvalidError for an entry without an address or a change
 */
export function plannedResource(entry: Json, redactor: Redactor, where: string): PlannedResource {
  const { address, type, change } = entry;
  if (typeof address !== "string" || typeof type !== "string" || !isObject(change)) {
    throw new InvalidError({
      value: where,
      problem: `has a change that cannot be read${typeof address === "string" ? `, of ${redactor.name(address)}` : ""}`,
      remedy: "make it anew: terraform plan -out=PLAN, then terraform show -json PLAN",
    });
  }
  const { before, after, after_unknown: unknown } = change;
  // Of ten thousand changes a report shows a few dozen; the others are counted, and what is not asked for is not worked out.
  let known: readonly AttributeChange[] | undefined;
  const attributes = () => {
    known ??= attributeChanges(before, after, redactor, {
      type,
      unknown,
      sensitiveBefore: change.before_sensitive,
      sensitiveAfter: change.after_sensitive,
    });
    return known;
  };
  return {
    change: {
      address: redactor.name(addressOf(address, entry.deposed)),
      type: redactor.name(type),
      action: actionOf(change.actions),
      previousAddress: optional(textOr(entry.previous_address), redactor),
      importing: optional(idOf(change.importing), redactor),
      reason: optional(reasonIn(entry), redactor),
      replacePaths: replacePathsOf(change.replace_paths, redactor),
      get attributes() {
        return attributes();
      },
      get isCosmetic() {
        // What comes or goes is never cosmetic.
        if (before === null || after === null) return false;
        return attributes().length > 0 && attributes().every(({ isCosmetic }) => isCosmetic);
      },
    },
    before: isObject(before) ? before : undefined,
    after: isObject(after) ? after : undefined,
    afterUnknown: unknown,
  };
}

/** As Terraform tells of it: what an earlier replacement left behind has the address of what took its place. */
function addressOf(address: string, deposed: unknown): string {
  return typeof deposed === "string" ? `${address} (deposed ${deposed})` : address;
}

function reasonIn({ action_reason: word, deposed, change }: Json): string | undefined {
  const actions = isObject(change) && Array.isArray(change.actions) ? change.actions : [];
  const reasons = [
    reasonOf(word),
    typeof deposed === "string"
      ? "an earlier apply put something in its place, and could not take it away"
      : undefined,
    actionOf(actions) === "unknown"
      ? `nobody here knows what Terraform means by ${JSON.stringify(actions)}`
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
