import { acceptedBy } from "../controls/guest/accepted-by";
import { readDocument } from "../controls/guest/live-document";
import { readRuleset } from "../controls/guest/nftables";
import { isObject } from "../controls/terraform/fields";
import { Unreadable } from "../controls/unreadable";
import type { GroupRecord, ModelFile, WallRecord } from "../model/model-file";
import type { PlannedResource } from "./plan/resource-change";
import type { NotAnalysed } from "./review";

const MACHINE = "vsphere_virtual_machine";
const FIREWALL = "guestinfo.straat.firewall";

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
  const notAnalysed: NotAnalysed[] = [...goneServers(model, resources)];
  const side = (name: "before" | "after"): ModelFile => {
    const there = model.groups.filter((group) => name === "after" || !isNew(group, byAddress));
    const paths = new Set(there.map(({ path }) => path));
    const walls = model.walls.flatMap((wall): readonly WallRecord[] => {
      const group = model.groups.find(({ path }) => path === wall.at);
      if (group === undefined) return [wall];
      return paths.has(group.path) ? [wallOf(wall, group, name)] : [];
    });
    return { ...model, groups: there, walls };
  };
  const wallOf = (wall: WallRecord, { servers }: GroupRecord, name: "before" | "after"): WallRecord => {
    const settings = servers
      .map(({ address }) => byAddress.get(address)?.[name]?.extra_config)
      .find(isObject);
    if (settings === undefined || settings[FIREWALL] === undefined) return wall;
    try {
      const { payload } = readDocument(FIREWALL, settings[FIREWALL]);
      return { ...wall, rules: acceptedBy(readRuleset(payload), wall.hook) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const why = `its firewall ${name} the change cannot be read, so ways through it are told as they are declared`;
      if (!notAnalysed.some((one) => one.what === wall.at && one.why === why))
        notAnalysed.push({ what: wall.at, why });
      return wall;
    }
  };
  return { before: side("before"), after: side("after"), notAnalysed };
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
