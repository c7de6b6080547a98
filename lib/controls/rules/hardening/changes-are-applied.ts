import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import type { Resource } from "../../terraform/resource";

interface Made extends Subject {
  readonly resource: Resource;
}

/** B-07: what version control says is what is there. Servers have a rule of their own, `first-boot-is-frozen`. */
export const changesAreApplied = stackRule({
  id: "changes-are-applied",
  info: "Terraform ignores no change of anything but a server's first boot",
  explanation:
    "An attribute under ignore_changes is as somebody set it by hand, for ever. Version control then tells what nobody has.",
  remedy: "take the attribute out of lifecycle.ignore_changes",
  promises: ["B-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  notOnPlan: "a plan tells no lifecycle",
  subjects: (stack): readonly Made[] =>
    stack.resources
      .filter(({ type, isData }) => !isData && type !== "vsphere_virtual_machine")
      .map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge: ({ resource }) => (resource.ignored ?? []).map((name) => `a change of ${name} is ignored`),
});
