import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { type Group, groupsWithPeers } from "../../subjects/groups";
import { referred } from "../../subjects/names";
import { problemsOf, unless } from "../../subjects/problems";
import { wrongSeparation } from "../../subjects/separation";
import type { StackOutput } from "../../terraform/stack-output";

const APART = "vsphere_compute_cluster_vm_anti_affinity_rule";
const TOGETHER = "vsphere_compute_cluster_vm_affinity_rule";

/** H-03, B-06: vSphere keeps the members of a group on different hosts, and refuses to do otherwise. */
export const membersOnDifferentHosts = stackRule<Group>({
  id: "members-on-different-hosts",
  info: "vSphere keeps the members of a group on different hosts",
  explanation:
    "Two members on one host are one failure: when the host goes down, so does the service. A rule that is off, advisory, or forgets a member lets vSphere place them together.",
  remedy:
    "declare servers through RedundantVms, which makes the rule; by hand, name every member in one vsphere_compute_cluster_vm_anti_affinity_rule with enabled and mandatory true",
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: groupsWithPeers,
  judge(group, stack) {
    const { name, hosts } = stack.model.site;
    const count = group.record.servers.length;
    for (const rule of stack.of(APART))
      referred(stack, rule.values.compute_cluster_id, "vsphere_compute_cluster");
    return problemsOf(
      wrongSeparation(group, stack, APART, "hosts"),
      unless(
        new Set(hosts).size >= count,
        `${name} has ${new Set(hosts).size} hosts for its ${count} members`,
      ),
      keptTogether(group, stack),
    );
  },
});

/** Rules that want what the promise forbids; vSphere would obey whichever it likes. */
function keptTogether({ record }: Group, stack: StackOutput): readonly string[] {
  const members = record.servers.map(({ address }) => address);
  return stack.of(TOGETHER).flatMap((rule) => {
    const names = rule.list("virtual_machine_ids").map((id) => stack.resolve(id).address);
    const met = members.filter((member) => names.includes(member));
    return met.length > 1 ? [`${rule.address} keeps ${met.join(" and ")} on one host`] : [];
  });
}
