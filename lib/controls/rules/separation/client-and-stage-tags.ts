import type { ModelFile } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { clientOf, referred } from "../../subjects/names";

/** B-09, V-02: a server says whose it is, what stage it serves and what class of data, also to programs. */
export const clientAndStageTags = stackRule<Machine>({
  id: "client-and-stage-tags",
  info: "every server has the tags of its client, its stage and its class, and no others of these",
  explanation:
    "Backups of the hoster, alarms and people pick servers by tag. One without its tags is passed over, and one with another client's is taken for that client's.",
  remedy: "declare servers through RedundantVms, which gives them the tags of their stack",
  promises: ["B-09", "V-02"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => Machine.in(stack),
  judge({ resource }, stack) {
    const met = resource.texts("tags").map((id) => {
      const tag = referred(stack, id, "vsphere_tag");
      const category = referred(stack, tag.values.category_id, "vsphere_tag_category");
      return `${category.text("name")}: ${tag.text("name")}`;
    });
    const wanted = tagsOf(stack.model);
    return [
      ...wanted.filter((tag) => !met.includes(tag)).map((tag) => `it has no tag ${tag}`),
      ...met
        .filter((tag) => tag.startsWith("straat-") && !wanted.includes(tag))
        .map((tag) => `it has a tag ${tag}`),
    ];
  },
});

function tagsOf(model: ModelFile): readonly string[] {
  if (model.kind === "platform") return [];
  const { name, classification } = clientOf(model);
  const tag = (category: string, value: string) => `straat-${model.site.name}-${category}: ${value}`;
  return [
    tag("client", name),
    ...(model.stage === undefined ? [] : [tag("stage", model.stage.name)]),
    tag("class", classification.name),
  ];
}
