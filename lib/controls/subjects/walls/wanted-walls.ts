import type { GroupRecord, ModelFile, WallRecord } from "../../../model/model-file";
import type { House } from "../../house";
import { onceFor } from "../../once-for";
import { answeringAddresses, sitesOfHouse } from "./networks-of";
import { edgeForward, edgeInput, edgeOutput } from "./wanted-edge";
import { gatewayForward, gatewayInput, gatewayOutput, repositoryInput } from "./wanted-platform";
import { possible, type WantedRule } from "./wanted-rule";
import { serverInput, serverOutput, services } from "./wanted-server";

type Hook = WallRecord["hook"];

/**
 * All rules that a wall has to have, worked out anew from groups, flows, sites and zones and not from the wall.
 * Undefined where what is known is not enough to say: a platform's, while other platforms are not known.
 */
export function wantedRules(
  group: GroupRecord,
  hook: Hook,
  model: ModelFile,
  house: House,
): readonly WantedRule[] | undefined {
  const known = wantedIn(house);
  const ofGroup = known.get(group) ?? new Map<Hook, readonly WantedRule[] | undefined>();
  known.set(group, ofGroup);
  if (!ofGroup.has(hook)) ofGroup.set(hook, workedOut(group, hook, model, house));
  return ofGroup.get(hook);
}

/** Several rules ask for each wall. */
const wantedIn = onceFor(
  (_: House) => new WeakMap<GroupRecord, Map<Hook, readonly WantedRule[] | undefined>>(),
);

function workedOut(
  group: GroupRecord,
  hook: Hook,
  model: ModelFile,
  house: House,
): readonly WantedRule[] | undefined {
  const sites = sitesOfHouse(house);
  if (!areWallsKnown(model, house)) return undefined;
  const made = BY_ROLE[group.role][hook]?.(group, model, {
    sites,
    environments: environmentsOf(model, house),
  });
  return made === undefined ? [] : possible(made);
}

/** Whether what a stack's walls have to say can be told: of how many sites there are, a platform says nothing itself. */
export function areWallsKnown({ kind }: ModelFile, { platformsKnown }: House): boolean {
  return kind !== "platform" || platformsKnown;
}

/** Model files of the environments that a street's edge serves; an environment's own. */
export function environmentsOf({ client }: ModelFile, house: House): readonly ModelFile[] {
  if (client === undefined) return [];
  return house.ofClient(client.name).filter(({ kind }) => kind === "environment");
}

/** The declared flows that a stack's walls are made of: an edge's are those of its environments. */
export function flowsOf(model: ModelFile, house: House): ModelFile["flows"] {
  return model.kind === "street" ? environmentsOf(model, house).flatMap(({ flows }) => flows) : model.flows;
}

interface Surroundings {
  readonly sites: ReturnType<typeof sitesOfHouse>;
  readonly environments: readonly ModelFile[];
}

type Maker = (group: GroupRecord, model: ModelFile, around: Surroundings) => readonly WantedRule[];

const BY_ROLE: Readonly<Record<GroupRecord["role"], Readonly<Partial<Record<Hook, Maker>>>>> = {
  server: { input: serverInput, output: serverOutput },
  edge: {
    forward: (edge, _, { environments }) =>
      environments.flatMap((environment) => edgeForward(edge, environment)),
    input: edgeInput,
    output: edgeOutput,
  },
  "vpn-gateway": {
    forward: (gateway, model, { sites }) => gatewayForward(gateway, model, sites),
    input: (gateway, model, { sites }) => gatewayInput(gateway, model, sites),
    output: (gateway, model, { sites }) => gatewayOutput(gateway, model, sites),
  },
  "backup-repository": {
    input: (repository, model, { sites }) => repositoryInput(repository, model, sites),
    output: (repository, model) => services(model, answeringAddresses(repository)),
  },
};

/** The walls that servers of a role have: what they let in and send, and what routers pass on. */
export function hooksOf(role: GroupRecord["role"]): readonly Hook[] {
  return Object.keys(BY_ROLE[role]) as Hook[];
}
