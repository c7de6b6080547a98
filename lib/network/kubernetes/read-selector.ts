import { byName, list, madeBy, object, oneOf, optional, type Reader } from "../../model/read-record";
import type { Requirement, Selector } from "./selector";
import { labelKey, labelValue, refusal } from "./syntax";

interface WrittenRequirement {
  readonly key: string;
  readonly operator: Requirement["operator"];
  readonly values: readonly string[] | undefined;
}

interface WrittenSelector {
  readonly matchLabels: Readonly<Record<string, string>> | undefined;
  readonly matchExpressions: readonly Requirement[] | undefined;
}

/** @throws InvalidError for a list of values that the operator does not take, as the API server does */
const requirement: Reader<Requirement> = madeBy(
  object<WrittenRequirement>({
    key: labelKey,
    operator: oneOf("In", "NotIn", "Exists", "DoesNotExist"),
    values: optional(list(labelValue)),
  }),
  ({ key, operator, values = [] }) => {
    const takesValues = operator === "In" || operator === "NotIn";
    if (takesValues && values.length === 0)
      throw refusal(values, `${operator} has no values`, "write the values, or use Exists or DoesNotExist");
    if (!takesValues && values.length > 0)
      throw refusal(values, `${operator} takes no values`, "leave them out, or use In or NotIn");
    return { key, operator, values };
  },
);

/** A `LabelSelector` of the API. `matchLabels` is `In` with one value; all that is written has to hold. */
export const readSelector: Reader<Selector> = madeBy(
  object<WrittenSelector>({
    matchLabels: optional(byName(labelKey, labelValue)),
    matchExpressions: optional(list(requirement)),
  }),
  ({ matchLabels = {}, matchExpressions = [] }) => ({
    requirements: [
      ...Object.entries(matchLabels).map(
        ([key, value]): Requirement => ({ key, operator: "In", values: [value] }),
      ),
      ...matchExpressions,
    ],
  }),
);
