import { listed } from "../../controls/report/text";
import type { Admin } from "../../model/admin";
import type { FlowRecord, GroupRecord, ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { isSame } from "./bodies";
import { clusterShifts } from "./cluster-shifts";
import { peerName } from "./peer-name";
import { byKey, changedFacts, changedKeys, inWords, MOST, phrases } from "./phrases";
import { shortName } from "./short-name";

/**
 * What changes in what a stack means, a phrase each: facts of the client, of the site, flows, groups, administrators. Walls are made of
 * these, so they are named only where nothing else is. Empty where it means the same.
 */
export function modelShifts(before: ModelFile, after: ModelFile): readonly string[] {
  if (isSame(before, after)) return [];
  const shifts = [
    ...factsOf("the client's", before.client, after.client),
    ...flowShifts(before, after),
    ...groupShifts(before, after),
    ...clusterShifts(before, after),
    ...personShifts(before, after),
    ...siteShifts("site", before.site, after.site),
    ...siteShifts("backup site", before.backupSite, after.backupSite),
    ...OTHERS.flatMap(([key, phrase]) => (isSame(before[key], after[key]) ? [] : [phrase])),
  ];
  if (shifts.length > 0) return shifts;
  return isSame(before.walls, after.walls)
    ? ["the model file is written in another way"]
    : ["the same flows make other rules of its firewalls"];
}

const OTHERS: readonly (readonly [keyof ModelFile, string])[] = [
  ["audience", "who is let in"],
  ["zones", "its networks"],
  ["trust", "whom its servers trust"],
  ["waivers", "waivers of rules"],
  ["realises", "promises that it realises"],
  ["stage", "its stage"],
  ["kind", "what kind of stack it is"],
];

/** `the client's whitelist and team`. */
function factsOf(whose: string, before: object | undefined, after: object | undefined): readonly string[] {
  const keys = changedKeys(before ?? {}, after ?? {});
  return keys.length === 0 ? [] : [`${whose} ${listed(keys.map(inWords), 6)}`];
}

function siteShifts(
  what: string,
  before: ModelFile["site"] | undefined,
  after: ModelFile["site"] | undefined,
): readonly string[] {
  if (before?.name !== after?.name)
    return [`the ${what} is ${after?.name ?? "none"}, and was ${before?.name ?? "none"}`];
  return factsOf(`the ${what}'s`, before, after);
}

function flowShifts(before: ModelFile, after: ModelFile): readonly string[] {
  const own = stackPath(after);
  const name = ({ from, to, port }: FlowRecord) => `${peerName(from, own)} to ${peerName(to, own)} ${port}`;
  // By its id it is known again, and that is made of the others.
  const tell = ({ id: _, ...was }: FlowRecord, { id: __, ...is }: FlowRecord) => changedFacts(was, is);
  return phrases("flow", byKey(before.flows, name), byKey(after.flows, name), tell);
}

function groupShifts(before: ModelFile, after: ModelFile): readonly string[] {
  const own = stackPath(after);
  const name = ({ path }: GroupRecord) => shortName(path, own);
  return phrases("group", byKey(before.groups, name), byKey(after.groups, name), groupFacts);
}

function groupFacts(before: GroupRecord, after: GroupRecord): string {
  const keys = changedKeys(before, after).filter((key) => key !== "servers");
  return listed([...keys.map(inWords), ...serverFacts(before.servers, after.servers)]);
}

type Servers = GroupRecord["servers"];

function serverFacts(before: Servers, after: Servers): readonly string[] {
  if (isSame(before, after)) return [];
  if (before.length !== after.length) return [`${after.length} servers instead of ${before.length}`];
  const generations = new Map(before.map(({ member, generation }) => [member, generation]));
  const remade = after.filter(({ member, generation }) => generations.get(member) !== generation);
  const names = remade.map(({ name }) => name);
  return names.length > 0 ? [`generation of ${listed(names, MOST)}`] : ["names or addresses of its servers"];
}

function personShifts({ admins: before }: ModelFile, { admins: after }: ModelFile): readonly string[] {
  const name = ({ login }: Admin) => login;
  return phrases("administrator", byKey(before, name), byKey(after, name), (one, other) =>
    changedFacts(one.toJSON(), other.toJSON()),
  );
}
