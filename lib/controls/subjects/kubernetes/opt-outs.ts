import type { KubernetesObject } from "../../kubernetes/kubernetes-object";

const PREFIX = "straat/opt-out.";

/** Fewest characters of a reason: less is a shrug. */
const REASON_MIN = 10;

/**
 * Why an object does without a safe default, in its author's words; undefined where it says nothing, or nothing to speak of.
 *
 * @param name of the default, as the annotation `straat/opt-out.<name>` has it
 */
export function optOutOf({ annotations }: KubernetesObject, name: string): string | undefined {
  const reason = annotations[`${PREFIX}${name}`]?.trim() ?? "";
  return reason.length < REASON_MIN ? undefined : reason;
}

/** Names of the defaults an object does without, with or without a reason. */
export function optOutsOf({ annotations }: KubernetesObject): readonly string[] {
  return Object.keys(annotations)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length));
}
