import type { GroupRecord, ModelFile, ServerRole } from "../../model/model-file";
import { withoutKeys } from "../plan/addresses";
import type { PlannedChange, PlannedStack } from "./planned-stack";

const MACHINE = "vsphere_virtual_machine";

/** A virtual machine in one of the plans, with what changes of it. */
export interface Member {
  readonly plan: PlannedStack;
  readonly item: PlannedChange;
  /** Its group as the model has it; undefined for a machine of which no model knows. */
  readonly group: GroupRecord | undefined;
}

/** Machines that stand in for each other, wherever their stacks are. */
export interface Company {
  /** For people: the path of the group, or what the groups of several sites are together. */
  readonly name: string;
  readonly role: ServerRole | undefined;
  /** How many there are, changed or not; as many as are seen where no model knows. */
  readonly size: number;
  readonly changed: readonly Member[];
  /** Changes of members that took place already, behind Terraform's back. */
  readonly drifted: readonly Member[];
}

/** Gateways of all sites carry administrators for each other (V-07), though each is a group of its own. */
const GATEWAYS = "the VPN gateways";

/**
 * The machines that change, by those they stand in for. A machine that no model knows belongs to those of its stack whose
 * addresses differ from its own by a number: `web_1` and `web_2`, `web[0]` and `web[1]`.
 *
 * @param house model files beside those of the plans, for members that do not change
 */
export function companiesIn(
  plans: readonly PlannedStack[],
  house: readonly ModelFile[] = [],
): readonly Company[] {
  const sizes = sizesIn([
    ...house,
    ...plans.flatMap(({ model, before }) => [...(before ? [before] : []), model]),
  ]);
  const companies = new Map<
    string,
    { name: string; role: ServerRole | undefined; changed: Member[]; drifted: Member[] }
  >();
  for (const plan of plans) {
    const groups = groupsIn(plan);
    const add = (item: PlannedChange, list: "changed" | "drifted") => {
      if (item.change.type !== MACHINE) return;
      const group = groups.of(item.change.address) ?? groups.of(item.change.previousAddress);
      const name = group === undefined ? `${plan.model.stack}/${stemOf(item.change.address)}` : nameOf(group);
      const known = companies.get(name) ?? { name, role: group?.role, changed: [], drifted: [] };
      known[list].push({ plan, item, group });
      companies.set(name, known);
    };
    for (const item of plan.changes) add(item, "changed");
    for (const item of plan.drift ?? []) add(item, "drifted");
  }
  return [...companies.values()].map((company) => ({
    ...company,
    size: Math.max(sizes.get(company.name) ?? 0, addressesOf(company.changed).length),
  }));
}

/** Addresses of machines, each once. */
export function addressesOf(members: readonly Member[]): readonly string[] {
  return [...new Set(members.map(({ plan, item }) => `${plan.model.stack}/${item.change.address}`))];
}

/** `vsphere_virtual_machine.web_1`, `…web[0]` and `module.two["b"]…web` without what tells one member from another. */
export function stemOf(address: string): string {
  // Of two keys that are masked alike, the second has a number behind it.
  const name = withoutKeys(address).replace(/ #\d+$/, "");
  const at = name.lastIndexOf(`${MACHINE}.`);
  return (at === -1 ? name : name.slice(at + MACHINE.length + 1)).replace(/_\d+$/, "");
}

function nameOf({ role, path }: GroupRecord): string {
  return role === "vpn-gateway" ? GATEWAYS : path;
}

/** Most members a company has before or after; of gateways, those of all sites. */
function sizesIn(models: readonly ModelFile[]): ReadonlyMap<string, number> {
  const perGroup = new Map<string, { name: string; size: number }>();
  for (const { groups } of models) {
    for (const group of groups) {
      const size = Math.max(perGroup.get(group.path)?.size ?? 0, group.servers.length);
      perGroup.set(group.path, { name: nameOf(group), size });
    }
  }
  const sizes = new Map<string, number>();
  for (const { name, size } of perGroup.values()) sizes.set(name, (sizes.get(name) ?? 0) + size);
  return sizes;
}

interface Groups {
  of(address: string | undefined): GroupRecord | undefined;
}

function groupsIn({ model, before }: PlannedStack): Groups {
  const byAddress = new Map<string, GroupRecord>();
  const byStem = new Map<string, GroupRecord>();
  // What is declared now says more than what was.
  for (const group of [...(before?.groups ?? []), ...model.groups]) {
    for (const { address = "" } of group.servers) {
      byAddress.set(address, group);
      byStem.set(stemOf(address), group);
    }
  }
  return {
    of: (address) =>
      address === undefined ? undefined : (byAddress.get(address) ?? byStem.get(stemOf(address))),
  };
}
