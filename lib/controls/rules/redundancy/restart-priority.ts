import type { GroupRecord } from "../../../model/model-file";
import type { StageName } from "../../../model/stage";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { referred } from "../../subjects/names";
import { unless } from "../../subjects/problems";
import { type DeclaredServer, declaredServers, machineOf } from "../../subjects/servers";
import { Unreadable } from "../../unreadable";

/** H-03: what others need comes back first when a host is lost. */
export const restartPriority = stackRule<DeclaredServer>({
  id: "restart-priority",
  info: "after the loss of a host, servers restart in the order in which they are needed",
  explanation:
    "vSphere restarts what has no priority in any order. Development may then take the room that production needs, and an application starts before its database and its gateway.",
  remedy:
    "declare servers through RedundantVms, which makes one vsphere_ha_vm_override each: edges and gateways highest, data of production high, the rest of production and repositories medium, acceptance low, development and test lowest",
  promises: ["H-03", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: declaredServers,
  judge(declared, stack) {
    const { resource } = machineOf(declared, stack);
    const overrides = stack
      .of("vsphere_ha_vm_override")
      .filter((override) => stack.resolve(override.values.virtual_machine_id) === resource);
    const [override] = overrides;
    if (override === undefined) return "vSphere is told no restart priority for it";
    if (overrides.length > 1) return `${overrides.length} resources tell vSphere its restart priority`;
    referred(stack, override.values.compute_cluster_id, "vsphere_compute_cluster");
    const met = override.text("ha_vm_restart_priority");
    const meant = priorityOf(declared.group, stack.stage);
    return unless(met === meant, `its restart priority is ${met} where ${meant} belongs`);
  },
});

function priorityOf({ role, data }: GroupRecord, stage: StageName | undefined): string {
  if (role === "edge" || role === "vpn-gateway") return "highest";
  if (role === "backup-repository") return "medium";
  switch (stage) {
    case "production":
      return data ? "high" : "medium";
    case "acceptance":
      return "low";
    case "development":
    case "test":
      return "lowest";
    default:
      throw new Unreadable("it serves an application and is in no stage");
  }
}
