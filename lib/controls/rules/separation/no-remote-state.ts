import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";

const STATES = ["terraform_remote_state", "tfe_outputs"];

/** B-09, V-03: no stack reads what another one keeps. */
export const noRemoteState = stackRule({
  id: "no-remote-state",
  info: "no stack reads the state of another",
  explanation:
    "A state holds everything of its stack, in the clear. Whoever may plan development could read production's, and neither could be changed alone.",
  remedy: "look the object up by name with a data source of its own, as lib/constructs/site-lookups.ts does",
  promises: ["B-09", "V-03"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "stages keep apart, also in what is known of them" },
  subjects: ({ name }) => [{ id: name }],
  judge: (_, stack) =>
    STATES.flatMap((type) => stack.dataOf(type)).map(
      ({ address }) => `${address} reads the state of another stack`,
    ),
});
