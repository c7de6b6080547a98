import { isObject } from "../../controls/terraform/fields";
import type { GroupRecord } from "../../model/model-file";
import type { Hazard } from "../hazard";
import { isDestroying, isForgetting, isReplacing, isUpdating, shownAction } from "./actions";
import { blocksAt, changedKeys } from "./changed-keys";
import type { Company, Member } from "./companies";
import { valuesOf } from "./planned-stack";

/** Disks of servers that are lost, or that nobody looks after any longer (H-04, B-07). */
export function machineDataHazards(companies: readonly Company[]): readonly Hazard[] {
  return companies.flatMap((company) =>
    company.changed.flatMap((member) => {
      const { action } = member.item.change;
      if (isUpdating(action)) return diskHazards(member);
      if (!(isDestroying(action) || isForgetting(action)) || !holdsData(member)) return [];
      return [lostData(company, member)];
    }),
  );
}

/** By what its group says, and by its disks, of which a server without data has one. */
function holdsData({ plan, item, group }: Member): boolean {
  const groups = [group, ...(plan.before?.groups ?? []), ...plan.model.groups].filter(
    (one) => one !== undefined && (one === group || isOf(one, item.change.address)),
  );
  if (groups.some((one) => one?.data === true || one?.dataGib !== undefined)) return true;
  const values = valuesOf(plan, item, "before");
  // Of a machine that no model knows and whose disks nobody saw, the worst is true.
  if (values === undefined) return group === undefined;
  return dataDisks({ plan, item, group }).length > 0;
}

/** Every disk but the one it starts from. */
function dataDisks({ plan, item }: Member) {
  const disks = blocksAt(plan, item, "before", "disk");
  return disks.filter(({ unit_number: unit }, index) => (typeof unit === "number" ? unit : index) !== 0);
}

function isOf({ servers }: GroupRecord, address: string): boolean {
  return servers.some((server) => server.address === address);
}

function lostData(company: Company, member: Member): Hazard {
  const { plan, item } = member;
  const { action, address } = item.change;
  const common = { kind: "data" as const, stack: plan.model.stack, subjects: [address] };
  const what = `${address} holds data of ${company.name} and is ${shownAction(action)}.`;
  const deleted = dataDisks(member).filter(({ keep_on_remove: kept }) => kept !== true);
  if (isRenewed(member) && company.size > 1 && deleted.length === 0) {
    return {
      ...common,
      level: "team-tech",
      text: `${what} Its new generation starts empty, and is filled by the others; the old data disk stays behind on the datastore.`,
      remedy:
        "see that the others are whole and that its backup was read back, and remove the old disk afterwards",
    };
  }
  return {
    ...common,
    level: "block",
    text: [
      what,
      ...(deleted.length > 0 ? ["Its data disk is deleted with it: keep_on_remove was not true."] : []),
      ...(isReplacing(action) && company.size < 2 ? ["There is no other that has the data."] : []),
    ].join(" "),
    remedy: isReplacing(action)
      ? "replace one member of a group of several by raising its own generation; a server that is the only one is replaced by team Tech itself, which moves its disk"
      : "restore its backup elsewhere first; team Tech then takes it away itself",
  };
}

/** Whether it is replaced by its own generation, and by nothing else. */
function isRenewed({ plan, item }: Member): boolean {
  const { action, address, replacePaths } = item.change;
  if (action !== "replace" && action !== "replace-after") return false;
  if (replacePaths.length > 0) return replacePaths.every((path) => path === "replace_trigger");
  const generationIn = (model: typeof plan.before) =>
    model?.groups.flatMap(({ servers }) => servers).find((server) => server.address === address)?.generation;
  const [before, after] = [generationIn(plan.before), generationIn(plan.model)];
  return before !== undefined && after !== undefined && after > before;
}

/** Disks of a server that stays. */
function diskHazards(member: Member): readonly Hazard[] {
  const { plan, item } = member;
  const { change } = item;
  const problems =
    valuesOf(plan, item, "before") === undefined || valuesOf(plan, item, "after") === undefined
      ? change.attributes
          .filter(({ path }) => path.startsWith("disk"))
          .flatMap((attribute) => shownProblem(attribute) ?? [])
      : diskProblems(member);
  return [...new Set(problems)].map((problem) => ({
    kind: "data",
    level: "block",
    stack: plan.model.stack,
    subjects: [change.address],
    text: `${change.address}: ${problem}.`,
    remedy:
      "leave its disks as they are; a disk grows, and is taken away by team Tech itself after its backup was read back",
  }));
}

function diskProblems({ plan, item }: Member): readonly string[] {
  if (!changedKeys(plan, item).includes("disk")) return [];
  const [before, after] = [blocksAt(plan, item, "before", "disk"), blocksAt(plan, item, "after", "disk")];
  return before.flatMap((disk) => {
    const kept = after.find(({ label }) => label === disk.label);
    if (kept === undefined) return ["a disk is taken away"];
    return [
      ...(sizeOf(kept) < sizeOf(disk) ? ["a disk gets smaller"] : []),
      ...(disk.keep_on_remove === true && kept.keep_on_remove !== true
        ? ["a disk will be deleted with its server: keep_on_remove is true no longer"]
        : []),
    ];
  });
}

/** A size that only the apply knows is taken to be none. */
function sizeOf(disk: unknown): number {
  return isObject(disk) && Number.isFinite(Number(disk.size ?? 0)) ? Number(disk.size ?? 0) : 0;
}

function shownProblem({ path, kind, before, after }: Member["item"]["change"]["attributes"][number]) {
  if (/\.keep_on_remove$/.test(path)) {
    return after === "true"
      ? undefined
      : "a disk will be deleted with its server: keep_on_remove is true no longer";
  }
  if (/\.size$/.test(path) && kind === "changed") {
    return Number(after) > Number(before)
      ? undefined
      : "a disk gets smaller, or by how much it changes is not known";
  }
  return kind === "removed" && /^disk(\[\d+\])?(\.label)?$/.test(path) ? "a disk is taken away" : undefined;
}
