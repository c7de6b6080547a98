import { Classification } from "../../../model/classification";
import type { ModelFile } from "../../../model/model-file";
import { Stage } from "../../../model/stage";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { type Subject, stackRule, type Wrong } from "../../rule";
import { clientOf, referred } from "../../subjects/names";
import { folderOf, poolOf } from "../../subjects/places";
import { problemsOf, unless } from "../../subjects/problems";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

interface Place extends Subject {
  readonly resource: Resource;
}

/** What stands in vSphere beside servers and networks, and how it is told that a stack has a use for it. */
const NEEDS: Readonly<Record<string, (resource: Resource, stack: StackOutput) => Wrong>> = {
  vsphere_folder: (folder, stack) => once(folder, stack, "path", [folderOf(stack.model)]),
  vsphere_resource_pool: (pool, stack) => once(pool, stack, "name", [poolOf(stack.model)]),
  vsphere_tag_category: (category, stack) => once(category, stack, "name", categoriesOf(stack.model)),
  vsphere_tag: spareTag,
  vsphere_compute_cluster_vm_anti_affinity_rule: spareSeparation,
  vsphere_datastore_cluster_vm_anti_affinity_rule: spareSeparation,
  vsphere_ha_vm_override: (override, stack) => {
    referred(stack, override.values.virtual_machine_id, "vsphere_virtual_machine");
    return undefined;
  },
};

/** B-09, B-06: what stands in vSphere beside servers is there for a server, and nothing else. */
export const onlyWhatAStackNeeds = stackRule<Place>({
  id: "only-what-a-stack-needs",
  info: "every folder, pool, tag and rule of placement is one that a server of its own stack has a use for",
  explanation:
    "Rights are given by folder, room by pool, and servers are picked by tag. One that nobody declared is a place where servers stand outside every rule, and a rule of placement too many keeps servers from starting after the loss of a host.",
  remedy: "take it out; folders, pools, tags and rules of placement come from the library, with the servers",
  promises: ["B-09", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: (stack) =>
    Object.keys(NEEDS)
      .flatMap((type) => stack.of(type))
      .map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge: ({ resource }, stack) => NEEDS[resource.type]?.(resource, stack),
});

function once(resource: Resource, stack: StackOutput, key: string, wanted: readonly string[]): Wrong {
  const name = resource.text(key);
  const namesakes = stack.of(resource.type).filter((other) => other.text(key) === name);
  return problemsOf(
    unless(wanted.includes(name), `${name} is for no server of ${stack.name}`),
    unless(namesakes.length === 1, `${namesakes.length} of its kind are named ${name}`),
  );
}

/** A platform makes the categories, with the tags of all stages and classes; a street the tag of its client. */
function spareTag(tag: Resource, stack: StackOutput): Wrong {
  const category = referred(stack, tag.values.category_id, "vsphere_tag_category").text("name");
  const name = tag.text("name");
  const wanted = tagsOf(stack.model)[category] ?? [];
  return unless(wanted.includes(name), `the tag ${name} of ${category} is for no server of ${stack.name}`);
}

function categoriesOf({ kind, site }: ModelFile): readonly string[] {
  return kind === "platform" ? ["client", "stage", "class"].map((name) => `straat-${site.name}-${name}`) : [];
}

function tagsOf(model: ModelFile): Readonly<Record<string, readonly string[]>> {
  const category = (name: string) => `straat-${model.site.name}-${name}`;
  switch (model.kind) {
    case "platform":
      return {
        [category("stage")]: Stage.ALL.map(({ name }) => name),
        [category("class")]: Classification.ALL.map(({ name }) => name),
      };
    case "street":
      return { [category("client")]: [clientOf(model).name] };
    case "environment":
      return {};
  }
}

/** A rule of placement names members of one group, and there is one of its kind for each group. */
function spareSeparation(rule: Resource, stack: StackOutput): Wrong {
  const namedBy = (one: Resource) => one.list("virtual_machine_ids").map((id) => stack.resolve(id).address);
  const named = namedBy(rule);
  const group = stack.model.groups.find(({ servers }) =>
    servers.some(({ address }) => named.includes(address)),
  );
  if (group === undefined) return "it names no server of the model file";
  const members = group.servers.map(({ address }) => address);
  const isAbout = (one: Resource) => namedBy(one).some((address) => members.includes(address));
  const rules = stack.of(rule.type).filter(isAbout);
  return problemsOf(
    named
      .filter((address) => !members.includes(address))
      .map((address) => `it also names ${address}, which is not of ${group.path}`),
    unless(rules.length === 1, `${rules.length} rules of its kind are about ${group.path}`),
  );
}
