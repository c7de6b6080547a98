import { IpAddress } from "../../../model/ip";
import type { WorkloadRecord } from "../../../model/kubernetes-record";
import type { GroupRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import type { Port } from "../../../model/port";
import { type Box, FAMILIES, type Packet, PacketSpace } from "../../../network/packet-space";
import { type Place, placeNamed } from "../../../network/places";
import { RangeSet } from "../../../network/range-set";
import { isOutside } from "../../../network/street-facts";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule, type Subject } from "../../rule";
import { groupsOfHouse } from "../../subjects/walls/house-groups";
import { meet } from "../../subjects/walls/read-rule";
import { wallOf } from "../../subjects/walls/walls";
import { workloadsOf } from "../../subjects/walls/workloads";

/**
 * H-06, H-15: through all walls on the way, the internet reaches exactly the ports of the groups that flows open to it or
 * to its country: not one more, and not one less.
 */
export const internetReachesOnlyWhatIsExposed = houseRule<Reached>({
  id: "internet-reaches-only-what-is-exposed",
  info: "what gets from the internet to a server or a workload, through all walls on its way, is exactly what declared flows say",
  explanation:
    "Each wall can be right alone and the walls together wrong. This is the list of what anybody in the world can try, so it is worked out from the walls and held against what was meant.",
  remedy: "declare for each service whom it is for; take away what opens more",
  promises: ["H-05", "H-06", "H-15", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what the internet reaches has been declared" },
  subjects: (house) => [
    ...groupsOfHouse(house).filter(({ record }) => record.role === "server"),
    ...workloadsOfHouse(house),
  ],
  judge({ record, model }, house) {
    const street = house.reachabilityOf(`${model.client?.name}`);
    const group = placeNamed(street.places, record.path);
    const visitors = street.places.filter(
      ({ name, countries }) => name === "internet" || countries !== undefined,
    );
    return visitors.flatMap((visitor) => {
      const flows = model.flows.filter(
        ({ from, to }) => lets(from, visitor) && !isOutside(to) && to.path === record.path,
      );
      // Where the last wall lets none of them in, the others need not be asked.
      if (flows.length === 0 && isClosedAtLast(record, model, visitor)) return [];
      const open = street.spaceBetween(visitor, group);
      const declared = PacketSpace.of(...flows.flatMap(({ port }) => boxes(visitor, group, port)));
      return difference(visitor.name, open, declared);
    });
  },
});

/** A group of servers, or pods in the cluster. */
interface Reached extends Subject {
  readonly record: GroupRecord | WorkloadRecord;
  readonly model: ModelFile;
}

function workloadsOfHouse({ models }: House): readonly Reached[] {
  return models.flatMap((model) => {
    if (model.client === undefined) return [];
    return workloadsOf(model).map((record) => ({
      id: record.path,
      stage: model.stage?.name,
      record,
      model,
    }));
  });
}

/** Of a server only; policies are asked with everything else. */
function isClosedAtLast(record: Reached["record"], model: ModelFile, visitor: Place): boolean {
  if (!("role" in record)) return false;
  return !wallOf(model, record.path, "input").rules.some(({ from }) => meet(from, visitor.sources));
}

function lets(peer: PeerRecord, { countries = [] }: Place): boolean {
  return (
    peer.kind === "internet" ||
    (peer.kind === "country" && peer.codes.some((code) => countries.includes(code)))
  );
}

function boxes(from: Place, to: Place, port: Port): readonly Box[] {
  const ports = RangeSet.of({ first: BigInt(port.first), last: BigInt(port.last) });
  return FAMILIES.map((family) => ({
    family,
    protocol: port.protocol,
    source: from.sources.in(family),
    destination: to.destinations.in(family),
    ports,
  }));
}

function difference(visitor: string, open: PacketSpace, declared: PacketSpace): readonly string[] {
  const [more, less] = [open.minus(declared).sample(), declared.minus(open).sample()];
  return [
    ...(more === undefined ? [] : [`${visitor} reaches ${shown(more)}, which no flow declares`]),
    ...(less === undefined ? [] : [`${visitor} does not reach ${shown(less)}, which a flow declares`]),
  ];
}

function shown({ protocol, port, family, source, destination }: Packet): string {
  const [from, to] = [source, destination].map((value) => IpAddress.of(family, value));
  return `${protocol === "icmp" ? "a ping" : `${protocol}/${port}`} of ${to} (from ${from})`;
}
