import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { isKnownType } from "../../subjects/known-types";
import type { Resource } from "../../terraform/resource";

interface Made extends Subject {
  readonly resource: Resource;
}

/** B-07, I-05: what stands in a stack is what somebody thought about; of the rest nobody knows what it opens. */
export const knownResourceTypes = stackRule<Made>({
  id: "known-resource-types",
  info: "every resource and data source is of a type that rules judge",
  explanation:
    "A resource of another type may open a port, make an account or read what it should not, and every rule here would pass it by in silence.",
  remedy:
    "write a rule for it and add its type to lib/controls/subjects/known-types.ts, or declare a waiver until there is one",
  promises: ["B-07", "I-05"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) =>
    stack.resources.map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge({ resource: { type, isData } }) {
    return isKnownType({ type, isData })
      ? undefined
      : `no rule judges a ${isData ? "data source" : "resource"} of type ${type}`;
  },
});
