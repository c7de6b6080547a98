import type { FlowRecord, ModelFile } from "../../model/model-file";
import type { PeerRecord } from "../../model/peer";
import { Port } from "../../model/port";
import { spaceOf } from "../../network/flow-rule";
import { NO_POLICY } from "../../network/kubernetes/pod-reach";
import { PacketSpace } from "../../network/packet-space";
import type { Place } from "../../network/places";
import type { Reachability } from "../../network/reachability";

/**
 * Why packets get from one place to another, in the words of the flows that say so. What no flow says, every server
 * has: then rules tell it, which all walls on the way share.
 *
 * @param packets those that are asked about, all of which get through
 */
export function reasonsOf(
  street: Reachability,
  models: readonly ModelFile[],
  from: Place,
  to: Place,
  packets: PacketSpace,
): readonly string[] {
  if (packets.isEmpty) return [];
  const declared = models
    .flatMap(({ flows }) => flows)
    .filter((flow) => isEnd(flow.from, from, street, "sources") && isEnd(flow.to, to, street, "destinations"))
    .map((flow) => ({ flow, space: packets.intersect(portOf(flow, from, to)) }))
    .filter(({ space }) => !space.isEmpty);
  const left = declared.reduce((rest, { space }) => rest.minus(space), packets);
  const whys = declared.map(({ flow }) => flow.why);
  return [...new Set([...whys, ...(left.isEmpty ? [] : ruleReasons(street, from, to, left))])];
}

function portOf({ port }: FlowRecord, { sources }: Place, { destinations }: Place): PacketSpace {
  return spaceOf({ from: sources, to: destinations, port: Port.parse(`${port}`) });
}

/** Whether a peer of a flow is this place, or has a part of its addresses. */
function isEnd(
  peer: PeerRecord,
  place: Place,
  street: Reachability,
  side: "sources" | "destinations",
): boolean {
  if (peer.kind === "group" || peer.kind === "workload") return peer.path === place.name;
  // Workloads of a tenant share their addresses: who is one is told by its path alone.
  if (place.stage !== undefined) return false;
  if (peer.kind === "country") return place.countries?.some((code) => peer.codes.includes(code)) ?? false;
  const known = street.placeOf(peer)[side];
  return !known.intersect(place[side]).isEmpty;
}

function ruleReasons(street: Reachability, from: Place, to: Place, left: PacketSpace): readonly string[] {
  const walls = street
    .between(from, to)
    .walls.map(({ rules }) =>
      rules.filter(
        ({ id, space }) => id !== "NetworkPolicy" && id !== NO_POLICY && !space.intersect(left).isEmpty,
      ),
    );
  const comments = walls
    .filter((rules) => rules.length > 0)
    .map((rules) => rules.map(({ comment }) => comment));
  const [first = [], ...others] = comments;
  return first.filter((comment) => others.every((other) => other.includes(comment)));
}

/**
 * What of the packets that are closed nobody cuts: those that every firewall on the way still has a rule about, by any
 * card and from any country, because that is all a server knows of a connection. Between pods there is no firewall.
 */
export function leftStanding(after: Reachability, from: Place, to: Place, closed: PacketSpace): PacketSpace {
  if (closed.isEmpty) return closed;
  const crossed = new Set(after.between(from, to).walls.map(({ wall }) => wall));
  return after
    .allWalls()
    .filter(({ name }) => crossed.has(name))
    .reduce(
      (left, { rules }) =>
        rules.reduce((sum, { space }) => sum.union(space.intersect(left)), PacketSpace.EMPTY),
      closed,
    );
}
