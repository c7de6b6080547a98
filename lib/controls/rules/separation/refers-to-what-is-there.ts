import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { isObject } from "../../terraform/fields";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

/** A reference of Terraform inside a text: the address of what it is to. */
const REFERENCES = /\$\{((?:data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+)\b/g;

interface Referring extends Subject {
  readonly resource: Resource;
}

/** B-09: what a stack uses it makes or looks up itself, so nothing in it hangs on what another one does. */
export const refersToWhatIsThere = stackRule<Referring>({
  id: "refers-to-what-is-there",
  info: "everything a stack refers to is made or looked up in the stack itself",
  explanation:
    "A reference to nothing stops the apply half-way, with some servers changed and others not; one that is left out leaves a resource without its place.",
  remedy: "refer to a construct of the same stack, or look the object up by name",
  promises: ["B-09", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "Terraform cannot apply it" },
  notOnPlan: "Terraform refuses to make a plan of it",
  subjects: (stack) =>
    stack.resources.map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge({ resource }, stack) {
    const texts = [...textsIn(resource.values)].flatMap((text) => [...text.matchAll(REFERENCES)]);
    const named = new Set([...texts.map((match) => match[1] as string), ...resource.dependsOn]);
    return [...named]
      .filter((address) => stack.at(address) === undefined && !isAsked(address, stack))
      .map((address) => `there is no ${address}`);
  },
});

/** Whether it is a variable, which whoever applies is asked for: `var.database_password`. */
function isAsked(address: string, { others: { variable } }: StackOutput): boolean {
  const [kind, name = ""] = address.split(".");
  return kind === "var" && isObject(variable) && Object.hasOwn(variable, name);
}

/** Every text of a value that may hold a reference; what servers read is encoded and holds none. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") {
    if (value.startsWith("${")) yield value;
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) yield* textsIn(item);
  }
}
