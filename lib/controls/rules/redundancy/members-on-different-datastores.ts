import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Group, groupsWithPeers } from "../../subjects/groups";
import { referred } from "../../subjects/names";
import { wrongSeparation } from "../../subjects/separation";
import type { StackOutput } from "../../terraform/stack-output";

const APART = "vsphere_datastore_cluster_vm_anti_affinity_rule";

/** H-04, B-06: no datastore takes two members of a group with it. */
export const membersOnDifferentDatastores = stackRule<Group>({
  id: "members-on-different-datastores",
  info: "no two members of a group have their disks on one datastore",
  explanation:
    "Two members on one datastore are one failure: when its array stops, so does the service, whatever hosts they are on.",
  remedy:
    "declare servers through RedundantVms; by hand, name every member in one vsphere_datastore_cluster_vm_anti_affinity_rule with enabled and mandatory true, or give each a datastore_id of its own",
  promises: ["H-04", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: groupsWithPeers,
  judge(group, stack) {
    if (stack.model.site.storage.kind === "datastores") return sharedDatastores(group, stack);
    for (const rule of stack.of(APART)) {
      referred(stack, rule.values.datastore_cluster_id, "vsphere_datastore_cluster");
    }
    return wrongSeparation(group, stack, APART, "datastores");
  },
});

function sharedDatastores({ record }: Group, stack: StackOutput): readonly string[] {
  const holders = new Map<string, string>();
  return Machine.ofGroup(stack, record).flatMap(({ resource }) => {
    const name = referred(stack, resource.values.datastore_id, "vsphere_datastore").text("name");
    const holder = holders.get(name);
    holders.set(name, resource.address);
    return holder === undefined ? [] : [`${holder} and ${resource.address} are both on ${name}`];
  });
}
