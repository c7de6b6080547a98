import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { clientOf } from "../../subjects/names";
import { unless } from "../../subjects/problems";
import type { Resource } from "../../terraform/resource";
import type { StackOutput } from "../../terraform/stack-output";

interface Named extends Subject {
  readonly resource: Resource;
}

/** What people meet in vCenter by its name alone. */
const TYPES = [
  "vsphere_virtual_machine",
  "vsphere_compute_cluster_vm_anti_affinity_rule",
  "vsphere_datastore_cluster_vm_anti_affinity_rule",
];

/** B-09, B-13: who reads a name knows whose it is, and in which stage. */
export const namesSayWhose = stackRule<Named>({
  id: "names-say-whose",
  info: "names of servers and of their rules begin with their client and stage",
  explanation:
    "Whoever gets an alarm at night, or reads a log, knows a server by its name. One that sounds like development's and is production's is restarted without a thought.",
  remedy: "leave names to the library: <client>-<stage>-<group>-<number>",
  promises: ["B-09", "B-13"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) =>
    TYPES.flatMap((type) => stack.of(type)).map((resource) => ({
      id: stack.subjectId(resource.address),
      resource,
    })),
  judge({ resource }, stack) {
    const name = resource.text("name");
    const pattern = patternFor(stack);
    return unless(pattern.test(name), `its name is ${name}, which does not say whose it is`);
  },
});

function patternFor({ model }: StackOutput): RegExp {
  if (model.kind === "platform") return new RegExp(`^[a-z][a-z0-9-]*-${model.site.name}-\\d+$`);
  const { name } = clientOf(model);
  return new RegExp(`^${name}-${model.kind === "street" ? "edge" : model.stage}(-|$)`);
}
