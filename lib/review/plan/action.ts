import type { Action } from "../stack-review";

const ACTIONS: Readonly<Record<string, Action>> = {
  "no-op": "no-op",
  create: "create",
  read: "read",
  update: "update",
  delete: "delete",
  forget: "forget",
  "delete create": "replace",
  "create delete": "replace-after",
  "create forget": "replace-forget",
};

/** What a list of Terraform's actions comes to. The order tells which of two comes first. */
export function actionOf(actions: unknown): Action {
  const words = Array.isArray(actions) ? actions.join(" ") : "";
  return Object.hasOwn(ACTIONS, words) ? (ACTIONS[words] ?? "unknown") : "unknown";
}

/** Terraform's words for why it does something, in a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: "it cannot be changed where it stands",
  replace_because_tainted: "an earlier run left it half made, or somebody marked it as broken",
  replace_by_request: "whoever planned asked for it",
  replace_by_triggers: "something it is tied to changes (replace_triggered_by)",
  delete_because_no_resource_config: "it is no longer declared",
  delete_because_no_module: "the module it is in is no longer called",
  delete_because_wrong_repetition: "it is now declared with another kind of repetition",
  delete_because_count_index: "fewer of it are declared",
  delete_because_each_key: "its key is no longer among those declared",
  delete_because_no_move_target: "it would move to an address that is not declared",
  read_because_config_unknown: "what is asked for is known only after the apply",
  read_because_dependency_pending: "it depends on something that changes first",
  read_because_check_nested: "a check asks for it",
};

/** Undefined where Terraform gives no reason. A word that nobody here knows is told as it is. */
export function reasonOf(word: unknown): string | undefined {
  if (typeof word !== "string" || word === "") return undefined;
  return Object.hasOwn(REASONS, word) ? REASONS[word] : `Terraform says ${word.replaceAll("_", " ")}`;
}
