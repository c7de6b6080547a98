import type { Action } from "../stack-review";

/** What is there is gone afterwards, or for a while. An action nobody knows is taken for the worst. */
const DESTROYING: readonly Action[] = ["delete", "replace", "replace-after", "unknown"];

/** What is there stays, and Terraform looks after it no longer. */
const FORGETTING: readonly Action[] = ["forget", "replace-forget"];

const REPLACING: readonly Action[] = ["replace", "replace-after", "replace-forget"];

export function isDestroying(action: Action): boolean {
  return DESTROYING.includes(action);
}

export function isForgetting(action: Action): boolean {
  return FORGETTING.includes(action);
}

export function isReplacing(action: Action): boolean {
  return REPLACING.includes(action);
}

/** Whether a thing keeps being there and is changed in its place. */
export function isUpdating(action: Action): boolean {
  return action === "update";
}

/** In words, for the sentence `web_1 is …`. */
export function shownAction(action: Action): string {
  return SHOWN[action];
}

const SHOWN: Readonly<Record<Action, string>> = {
  create: "made",
  update: "changed",
  replace: "destroyed and made anew",
  "replace-after": "made anew and then destroyed",
  delete: "destroyed",
  forget: "forgotten",
  "replace-forget": "made anew while the old one is forgotten",
  read: "read",
  "no-op": "left alone",
  unknown: "changed in a way nobody here knows",
};
