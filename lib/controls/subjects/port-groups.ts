import type { Subject } from "../rule";
import type { Resource } from "../terraform/resource";
import type { StackOutput } from "../terraform/stack-output";

/** A network on the switch that a stack makes. */
export interface PortGroup extends Subject {
  readonly resource: Resource;
}

/** All that a stack makes, whoever asked for them. */
export function portGroups(stack: StackOutput): readonly PortGroup[] {
  return stack
    .of("vsphere_distributed_port_group")
    .map((resource) => ({ id: stack.subjectId(resource.address), resource }));
}
