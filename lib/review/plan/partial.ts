import { counted, listed } from "../../controls/report/text";
import type { Redactor } from "../redaction/redactor";
import type { NotAnalysed } from "../review";
import { inside, type Json, objectsIn, textOr } from "./json";

/** Why Terraform puts something off, in a sentence. */
const DEFERRED: Readonly<Record<string, string>> = {
  instance_count_unknown: "how many of it there are is known only after the apply",
  resource_config_unknown: "what it is to be is known only after the apply",
  provider_config_unknown: "how to reach its provider is known only after the apply",
  deferred_prereq: "something it depends on is put off",
  absent_prereq: "something it depends on is not there yet",
};

/** Why an apply of this plan would not be the whole of it, reason by reason; none where it is whole. */
export function partsMissing(plan: Json, redactor: Redactor): readonly string[] {
  const deferred = objectsIn(plan.deferred_changes);
  return [
    ...deferred.map(
      (item) => `${addressOf(item, redactor)} is put off to a later run: ${deferredReason(item, redactor)}`,
    ),
    ...((plan.complete ?? true) !== true && deferred.length === 0
      ? ["Terraform calls the plan incomplete: it was made for a part of the stack, or something is put off"]
      : []),
    ...(objectsIn(plan.deferred_action_invocations).length > 0 ? ["actions are put off to a later run"] : []),
  ];
}

/** Why a change is put off, in a sentence. */
export function deferredReason({ reason }: Json, redactor: Redactor): string {
  const word = textOr(reason) ?? "";
  if (Object.hasOwn(DEFERRED, word)) return DEFERRED[word] ?? "";
  return `Terraform says ${redactor.name(word).replaceAll("_", " ") || "nothing of why"}`;
}

/** Why an action is not looked at. */
export const ACTION_OF_PROVIDER = "it is an action of a provider, and what that does nobody here knows";

/** Parts of a plan that are read here, or that tell how it was made. */
const KNOWN = new Set([
  ...["format_version", "terraform_version", "timestamp", "applyable", "complete", "errored"],
  ...["variables", "configuration", "planned_values", "prior_state", "relevant_attributes", "checks"],
  ...["resource_changes", "resource_drift", "output_changes", "deferred_changes"],
  ...["action_invocations", "deferred_action_invocations"],
]);

/** What of a plan nobody here looks at. */
export function notAnalysedIn(
  plan: Json,
  driftLeftOut: readonly string[],
  redactor: Redactor,
): readonly NotAnalysed[] {
  const actions = objectsIn(plan.action_invocations).map(({ address }) => redactor.name(String(address)));
  const unknown = Object.keys(plan).filter((key) => !KNOWN.has(key));
  return [
    ...notLookedAt(actions, ACTION_OF_PROVIDER),
    ...notLookedAt(
      unknown.map((key) => redactor.name(key)),
      "it is a part of the plan that nobody here knows",
    ),
    ...(plan.complete === undefined
      ? [{ what: "whether the plan is whole", why: "what made it does not say" }]
      : []),
    ...(driftLeftOut.length === 0
      ? []
      : [
          {
            what: `drift of ${counted(driftLeftOut.length, "resource")}: ${listed(driftLeftOut)}`,
            why: "it was changed beside Terraform in ways this plan neither rests on nor undoes",
          },
        ]),
  ];
}

function notLookedAt(names: readonly string[], why: string): readonly NotAnalysed[] {
  return names.length === 0 ? [] : [{ what: listed(names), why }];
}

function addressOf(item: Json, redactor: Redactor): string {
  return redactor.name(textOr(inside(item, "resource_change", "address")) ?? "something");
}
