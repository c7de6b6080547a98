import type { FlowRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { isOutside } from "../../../network/street-facts";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { edgeOf } from "../../subjects/walls/house-groups";
import { type DeclaredFlow, flows, type Wall, wallOf } from "../../subjects/walls/walls";

/** One flow, several walls: both ends have it, and where one end is outside the edge has it too. */
export const everyFlowInEveryWall = stackRule<DeclaredFlow>({
  id: "every-flow-in-every-wall",
  info: "every declared flow is in the walls of both its ends, and in the edge's where one end is outside",
  explanation:
    "A flow that one wall does not know is closed where somebody counts on it, and the first remedy people think of is to open more. Walls that are told of different flows are also told from different files.",
  remedy: "synthesize the street and its environments together, and apply both",
  promises: ["H-05", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: flows,
  judge: ({ flow }, { model }, house) =>
    crossings(flow, model, house).flatMap(({ wall, inInterface, outInterface }) => {
      const has = wall.rules.some(
        (rule) =>
          rule.id === flow.id &&
          `${rule.port}` === `${flow.port}` &&
          rule.inInterface === inInterface &&
          rule.outInterface === outInterface,
      );
      return has ? [] : `${wall.id} has no rule for it`;
    }),
});

interface Crossing {
  readonly wall: Wall;
  readonly inInterface?: string;
  readonly outInterface?: string;
}

/** The walls a flow passes, in the order in which packets meet them, with the cards at the edge. */
function crossings({ from, to }: FlowRecord, model: ModelFile, house: House): readonly Crossing[] {
  // Servers of an environment meet in its network, pods in their cluster; their policies are another rule's.
  const isInside = from.kind === to.kind && !isOutside(from);
  return [
    ...(from.kind === "group" ? [{ wall: wallOf(model, from.path, "output") }] : []),
    ...(isInside ? [] : [edgeCrossing(from, to, model, house)]),
    ...(to.kind === "group" ? [{ wall: wallOf(model, to.path, "input") }] : []),
  ];
}

function edgeCrossing(from: PeerRecord, to: PeerRecord, model: ModelFile, house: House): Crossing {
  const { wall, uplink, leg } = edgeOf(model, house);
  const cardOf = ({ kind }: PeerRecord) => (kind === "group" ? leg : uplink);
  return { wall, inInterface: cardOf(from), outInterface: cardOf(to) };
}
