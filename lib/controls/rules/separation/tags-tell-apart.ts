import { Classification } from "../../../model/classification";
import { Stage } from "../../../model/stage";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

interface Category extends Subject {
  readonly name: string;
  /** What its tags are called. Those of clients come with their streets. */
  readonly tags: readonly string[];
}

/** B-09, V-02: a server has one client, one stage and one class. */
export const tagsTellApart = stackRule<Category>({
  id: "tags-tell-apart",
  info: "a platform makes the tags of all stages and classes, and a server can have one of each kind",
  explanation:
    "With a category that allows several, a server can be of two clients, and whoever picks servers by tag gets it for both.",
  remedy: "leave tags to SitePlatform, whose categories have cardinality SINGLE",
  promises: ["B-09", "V-02"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ name, model: { kind, site } }) =>
    kind === "platform"
      ? KINDS.map(({ name: category, tags }) => ({
          id: `${name}/straat-${site.name}-${category}`,
          name: `straat-${site.name}-${category}`,
          tags,
        }))
      : [],
  judge({ name, tags }, stack) {
    const made = stack.of("vsphere_tag_category").filter((category) => category.text("name") === name);
    const [category] = made;
    if (category === undefined || made.length > 1) return `${made.length} categories are named ${name}`;
    const cardinality = category.text("cardinality");
    const labelled = category.texts("associable_types");
    const known = tagsIn(stack, category.address);
    return problemsOf(
      unless(
        cardinality === "SINGLE",
        `a server can have several of its tags: its cardinality is ${cardinality}`,
      ),
      unless(
        labelled.includes("VirtualMachine"),
        `it is for ${labelled.join(", ") || "nothing"}, not for servers`,
      ),
      tags.filter((tag) => !known.includes(tag)).map((tag) => `it has no tag ${tag}`),
    );
  },
});

const KINDS = [
  { name: "client", tags: [] },
  { name: "stage", tags: Stage.ALL.map(({ name }) => name) },
  { name: "class", tags: Classification.ALL.map(({ name }) => name) },
];

function tagsIn(stack: StackOutput, category: string): readonly string[] {
  return stack
    .of("vsphere_tag")
    .filter((tag) => stack.resolve(tag.values.category_id).address === category)
    .map((tag) => tag.text("name"));
}
