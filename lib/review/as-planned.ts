import { acceptedBy } from "../controls/guest/accepted-by";
import { readDocument } from "../controls/guest/live-document";
import { readRuleset } from "../controls/guest/nftables";
import { isObject } from "../controls/terraform/fields";
import { Unreadable } from "../controls/unreadable";
import type { GroupRecord, ModelFile, RuleRecord, WallRecord } from "../model/model-file";
import type { PlannedResource } from "./plan/resource-change";
import type { NotAnalysed } from "./review";

const MACHINE = "vsphere_virtual_machine";
const FIREWALL = "guestinfo.straat.firewall";

type Side = "before" | "after";

/** What a stack means on both sides of a plan, as far as walls of servers go. */
export interface AsPlanned {
  readonly before: ModelFile;
  readonly after: ModelFile;
  readonly notAnalysed: readonly NotAnalysed[];
}

/**
 * The stack as a plan has it before and after: walls are those in the live documents of its servers, whatever was declared when
 * they were written. What the plan leaves alone is as the model says; a group of which every server is made was not there.
 *
 * @param model what the stack means, from the synth that was planned
 */
export function asPlanned(model: ModelFile, resources: readonly PlannedResource[]): AsPlanned {
  const byAddress = new Map(resources.map((resource) => [resource.change.address, resource]));
  const unread: NotAnalysed[] = [];
  const walls = model.walls.map((wall): WallPair => {
    const group = model.groups.find(({ path }) => path === wall.at);
    if (group === undefined) return { before: wall, after: wall };
    const members = group.servers.flatMap(({ address }) => byAddress.get(address) ?? []);
    const { pair, notAnalysed } = wallAsPlanned(wall, members);
    unread.push(...notAnalysed);
    return isNew(group, byAddress) ? { before: undefined, after: pair.after } : pair;
  });
  const side = (name: Side): ModelFile => ({
    ...model,
    groups: model.groups.filter((group) => name === "after" || !isNew(group, byAddress)),
    walls: walls.flatMap((pair) => pair[name] ?? []),
  });
  const notAnalysed = new Map(unread.map((one) => [JSON.stringify(one), one]));
  return {
    before: side("before"),
    after: side("after"),
    notAnalysed: [...goneServers(model, resources), ...notAnalysed.values()],
  };
}

/** A wall on either side of a plan; undefined where it was not there. */
interface WallPair {
  readonly before: WallRecord | undefined;
  readonly after: WallRecord | undefined;
}

/** Rules by what they say. */
type Rules = ReadonlyMap<string, RuleRecord>;

/**
 * Members are given the same walls. Where they are not, what any of them lets in gets in; and what one of them comes to let in was not
 * open before, though another did.
 */
function wallAsPlanned(wall: WallRecord, members: readonly PlannedResource[]) {
  const notAnalysed: NotAnalysed[] = [];
  const read = (name: Side): readonly (Rules | undefined)[] => {
    try {
      return rulesOf(wall, members, name);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const why = `its firewall ${name} the change cannot be read, so ways through it are told as they are declared`;
      notAnalysed.push({ what: wall.at, why });
      return members.map(() => undefined);
    }
  };
  const [before, after] = [read("before"), read("after")];
  const fresh = new Set(
    after.flatMap((rules, index) => {
      const was = before[index];
      return rules && was ? [...rules.keys()].filter((key) => !was.has(key)) : [];
    }),
  );
  const together = (
    sides: readonly (Rules | undefined)[],
    isLeftOut: (key: string) => boolean,
  ): WallRecord => {
    const known = sides.filter((rules) => rules !== undefined);
    if (known.length === 0) return wall;
    const all = new Map(known.flatMap((rules) => [...rules]));
    return { ...wall, rules: [...all].flatMap(([key, rule]) => (isLeftOut(key) ? [] : [rule])) };
  };
  const pair: WallPair = {
    before: together(before, (key) => fresh.has(key)),
    after: together(after, () => false),
  };
  return { pair, notAnalysed };
}

/** What each member lets through; undefined for one without a firewall on this side. @throws Unreadable */
function rulesOf({ hook }: WallRecord, members: readonly PlannedResource[], name: Side) {
  const read = new Map<unknown, Rules>();
  return members.map((member): Rules | undefined => {
    const settings = member[name]?.extra_config;
    const document = isObject(settings) ? settings[FIREWALL] : undefined;
    if (document === undefined) return undefined;
    const known = read.get(document);
    if (known !== undefined) return known;
    const accepted = acceptedBy(readRuleset(readDocument(FIREWALL, document).payload), hook);
    const rules = new Map(accepted.map((rule) => [JSON.stringify(rule), rule]));
    read.set(document, rules);
    return rules;
  });
}

function isNew({ servers }: GroupRecord, resources: ReadonlyMap<string, PlannedResource>): boolean {
  return (
    servers.length > 0 && servers.every(({ address }) => resources.get(address)?.change.action === "create")
  );
}

/** Servers of groups that are no longer declared have no place in the model, so their ways cannot be told. */
function goneServers(model: ModelFile, resources: readonly PlannedResource[]): readonly NotAnalysed[] {
  const known = new Set(model.groups.flatMap(({ servers }) => servers.map(({ address }) => address)));
  return resources
    .filter(
      ({ change }) => change.type === MACHINE && change.action === "delete" && !known.has(change.address),
    )
    .map(({ change }) => ({
      what: change.address,
      why: "it is no longer declared, so the ways that close with it are not told; straat diff tells them",
    }));
}
