import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Group, groupsWithPeers } from "../../subjects/groups";

/** H-03: an apply never has two members of a group down at once. */
export const membersChangeOneAtATime = stackRule<Group>({
  id: "members-change-one-at-a-time",
  info: "Terraform changes the members of a group one after the other",
  explanation:
    "Terraform works on ten resources at once. A change that restarts or replaces servers would take all members of a group together.",
  remedy: "declare servers through RedundantVms; by hand, let each member depend on the one before it",
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan does not say what waits for what",
  subjects: groupsWithPeers,
  judge({ record }, stack) {
    const machines = Machine.ofGroup(stack, record);
    const waitsFor = new Map(machines.map(({ resource }) => [resource.address, resource.dependsOn]));
    const waits = (address: string, other: string): boolean =>
      (waitsFor.get(address) ?? []).some((before) => before === other || waits(before, other));
    const addresses = [...waitsFor.keys()];
    return addresses.flatMap((one, index) =>
      addresses
        .slice(index + 1)
        .filter((other) => !waits(one, other) && !waits(other, one))
        .map((other) => `neither of ${one} and ${other} waits for the other`),
    );
  },
});
