import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { isObject } from "../../terraform/fields";
import { Unreadable } from "../../unreadable";

interface Output extends Subject {
  /** Undefined for the stack as a whole. */
  readonly name?: string;
}

/** B-09, V-02: what a stack knows stays in its state. */
export const noOutputs = stackRule<Output>({
  id: "no-outputs",
  info: "a stack hands out nothing of its state",
  explanation:
    "An output is printed by every apply and read by whoever may read the state. It is also how one stack comes to hang on another, and stages on each other.",
  remedy: "take the output out; look things up by name with a data source, and tell people by the model file",
  promises: ["B-09", "V-02"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "what a plan hands out is not among its resources",
  subjects: ({ name: stack, others: { output = {} } }) => {
    if (!isObject(output)) throw new Unreadable("its outputs cannot be read");
    return [{ id: stack }, ...Object.keys(output).map((name) => ({ id: `${stack}/output.${name}`, name }))];
  },
  judge: ({ name }) => (name === undefined ? undefined : "it is handed out by every apply"),
});
