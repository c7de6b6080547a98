import { isObject } from "../../controls/terraform/fields";
import type { GroupRecord } from "../../model/model-file";
import type { Hazard } from "../hazard";
import { isDestroying, isForgetting, isReplacing, isUpdating, shownAction } from "./actions";
import { flagAt, valueAt } from "./changed-keys";
import type { Company, Member } from "./companies";
import { type PlannedChange, type PlannedStack, valuesOf } from "./planned-stack";
import { isRuleAbout } from "./redundancy";

const APART: Readonly<Record<string, string>> = {
  vsphere_compute_cluster_vm_anti_affinity_rule: "host",
  vsphere_datastore_cluster_vm_anti_affinity_rule: "datastore",
};

/** What keeps members of a group from being lost together (H-03, H-04): rules of vSphere, hosts and datastores. */
export function separationHazards(
  plans: readonly PlannedStack[],
  companies: readonly Company[],
): readonly Hazard[] {
  return [
    ...plans.flatMap((plan) => plan.changes.flatMap((item) => ruleHazard(plan, item) ?? [])),
    ...companies.flatMap(sharedPlaces),
    ...plans.flatMap(sharedInModel),
  ];
}

function ruleHazard(plan: PlannedStack, item: PlannedChange): Hazard | undefined {
  const { type, address, action } = item.change;
  const place = APART[type];
  if (place === undefined) return undefined;
  const group = plan.model.groups.find(({ servers }) =>
    servers.some((server) => isRuleAbout(address, server.address)),
  );
  const isGivenUp = wasAbout(plan, address) && group === undefined;
  // With one server left, or none, there is nobody to keep apart.
  if (isGivenUp || (group !== undefined && group.servers.length < 2)) return undefined;
  const problem = weakened(plan, item, group);
  if (problem === undefined) return undefined;
  const whom = group === undefined ? "servers" : `the servers of ${group.path}`;
  return {
    kind: "redundancy",
    level: isReplacing(action) && action !== "replace-forget" ? "team-tech" : "block",
    stack: plan.model.stack,
    subjects: [address],
    text: `${address} ${problem}: vSphere may then put ${whom} on one ${place}, which is lost as a whole.`,
    remedy: "keep the rule, enabled and mandatory, with all members in it",
  };
}

function weakened(
  plan: PlannedStack,
  item: PlannedChange,
  group: GroupRecord | undefined,
): string | undefined {
  const { action } = item.change;
  if (isDestroying(action) || isForgetting(action)) return `is ${shownAction(action)}`;
  if (!isUpdating(action)) return undefined;
  for (const [key, unset] of ENFORCED) {
    if (isUnknown(item, key)) return `may be ${key} no longer`;
    if (isSwitchedOff(plan, item, key, unset)) return `is ${key} no longer`;
  }
  // Ids of members that are made anew are known only after the apply, and are in it then.
  const unknown = isObject(item.afterUnknown) ? item.afterUnknown.virtual_machine_ids : undefined;
  const members = valueAt(plan, item, "after", "virtual_machine_ids");
  if (unknown !== undefined && unknown !== false && !isNoneUnknown(unknown)) return undefined;
  if (!Array.isArray(members) || group === undefined) return undefined;
  return members.length < group.servers.length ? "forgets one of them" : undefined;
}

/** What makes such a rule one, and what the provider takes it for where it is not written. */
const ENFORCED = [
  ["enabled", true],
  ["mandatory", false],
] as const;

function isUnknown({ afterUnknown }: PlannedChange, key: string): boolean {
  return isObject(afterUnknown) && afterUnknown[key] === true;
}

function isSwitchedOff(plan: PlannedStack, item: PlannedChange, key: string, unset: boolean): boolean {
  const after = flagAt(plan, item, "after", key);
  if (after !== undefined || valuesOf(plan, item, "after") === undefined) return after === false;
  return !unset && flagAt(plan, item, "before", key) === true;
}

function isNoneUnknown(mark: unknown): boolean {
  return Array.isArray(mark) && !mark.includes(true);
}

function wasAbout({ before }: PlannedStack, address: string): boolean {
  const servers = before?.groups.flatMap((group) => group.servers) ?? [];
  return servers.some((server) => isRuleAbout(address, server.address));
}

/** Members that end on one host or one datastore, of those that are moved or made. */
function sharedPlaces({ name, changed }: Company): readonly Hazard[] {
  return (["host_system_id", "datastore_id"] as const).flatMap((key) => {
    const placed = changed.flatMap((member) => {
      const after = placeOf(member, "after", key);
      return after === undefined ? [] : [{ member, after, before: placeOf(member, "before", key) }];
    });
    const there = new Map<string, { count: number; isNew: boolean }>();
    for (const { after, before } of placed) {
      const { count, isNew } = there.get(after) ?? { count: 0, isNew: false };
      there.set(after, { count: count + 1, isNew: isNew || before !== after });
    }
    const met = placed.filter(({ after }) => {
      const { count, isNew } = there.get(after) ?? { count: 0, isNew: false };
      return count > 1 && isNew;
    });
    const [first] = met;
    if (first === undefined) return [];
    const where = key === "host_system_id" ? "host" : "datastore";
    return [
      {
        kind: "redundancy" as const,
        level: "block" as const,
        stack: first.member.plan.model.stack,
        subjects: met.map(({ member }) => member.item.change.address),
        text: `${met.length} servers of ${name} come to stand on one ${where}: when it is lost, so are they.`,
        remedy: `give each a ${where} of its own`,
      },
    ];
  });
}

function placeOf({ plan, item }: Member, side: "before" | "after", key: string): string | undefined {
  const value = valuesOf(plan, item, side)?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Members the model deals one datastore, and did not before. */
function sharedInModel({ model, before }: PlannedStack): readonly Hazard[] {
  return model.groups.flatMap((group) => {
    const shared = sharing(group);
    const old = before?.groups.find(({ path }) => path === group.path);
    if (before === undefined || shared.length === 0 || (old !== undefined && sharing(old).length > 0))
      return [];
    return [
      {
        kind: "redundancy" as const,
        level: "block" as const,
        stack: model.stack,
        subjects: shared,
        text: `Servers of ${group.path} are dealt one datastore: when it is lost, so are they.`,
        remedy: "give the site as many datastores as the group has members",
      },
    ];
  });
}

function sharing({ servers }: GroupRecord): readonly string[] {
  const isShared = (datastore: string | undefined) =>
    datastore !== undefined && servers.filter((other) => other.datastore === datastore).length > 1;
  return servers.filter(({ datastore }) => isShared(datastore)).map(({ address }) => address);
}
