import type { WorkloadRecord } from "../../../model/kubernetes-record";
import type { ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { Port } from "../../../model/port";
import { Addresses } from "../../../network/addresses";
import type { Direction } from "../../../network/kubernetes/policy";
import { FAMILIES, PacketSpace } from "../../../network/packet-space";
import { RangeSet } from "../../../network/range-set";
import { answeringAddresses, memberAddresses } from "../walls/networks-of";
import { outsideAddresses } from "../walls/peer-addresses";
import { PROXY_NAMESPACE } from "./namespaces";

/** What a pod's wall has to let through to somebody, and the most that it may. */
export interface Wanted {
  readonly least: PacketSpace;
  readonly most: PacketSpace;
}

/** Who is at the other end: another workload by its path, the cluster's resolvers, everyone who is no pod, or a pod of nobody's. */
export type Other =
  | { readonly kind: "workload"; readonly workload: WorkloadRecord; readonly addresses: Addresses }
  | { readonly kind: "dns" | "outside" | "stranger"; readonly addresses: Addresses };

const RESOLVING = [Port.DNS_UDP, Port.DNS_TCP];

/** Worked out from the declared flows alone. @param own addresses of the workload's pods */
export function wantedOf(
  workload: WorkloadRecord,
  own: Addresses,
  direction: Direction,
  other: Other,
  model: ModelFile,
): Wanted {
  switch (other.kind) {
    case "stranger":
      return both(PacketSpace.EMPTY);
    case "dns":
      return resolving(workload, own, direction, other.addresses);
    case "workload":
      return both(
        union(
          flowsOf(workload, direction, model)
            .filter(({ peer }) => peer.kind === "workload" && peer.path === other.workload.path)
            .map(({ port }) => {
              const target = targetOf(direction === "ingress" ? workload : other.workload, port);
              return between(direction, own, other.addresses, target);
            }),
        ),
      );
    case "outside":
      return toOutside(workload, own, direction, other.addresses, model);
  }
}

/** Every pod asks for names; a gateway's proxies may, as their controller has them do. */
function resolving(
  { namespace }: WorkloadRecord,
  own: Addresses,
  direction: Direction,
  others: Addresses,
): Wanted {
  if (direction === "ingress") return both(PacketSpace.EMPTY);
  const most = union(RESOLVING.map((port) => between(direction, own, others, port)));
  return { least: namespace === PROXY_NAMESPACE ? PacketSpace.EMPTY : most, most };
}

function toOutside(
  workload: WorkloadRecord,
  own: Addresses,
  direction: Direction,
  outside: Addresses,
  model: ModelFile,
): Wanted {
  const flows = flowsOf(workload, direction, model).flatMap(({ peer, port }) => {
    const meant = addressesOf(peer, direction, model);
    if (meant === undefined) return [];
    const target = direction === "ingress" ? targetOf(workload, port) : port;
    const space = (addresses: Addresses) => between(direction, own, addresses.intersect(outside), target);
    // The edge sorts out who is everyone; a pod's wall may leave that to it.
    const isEveryone = peer.kind === "internet" || peer.kind === "country";
    return [{ least: space(meant), most: space(isEveryone ? Addresses.ALL : meant) }];
  });
  return { least: union(flows.map(({ least }) => least)), most: union(flows.map(({ most }) => most)) };
}

interface FlowSide {
  readonly peer: PeerRecord;
  readonly port: Port;
}

/** The other ends of what is declared, without ICMP: of that a NetworkPolicy says nothing. */
function flowsOf({ path }: WorkloadRecord, direction: Direction, { flows }: ModelFile): readonly FlowSide[] {
  const isSelf = (peer: PeerRecord) => peer.kind === "workload" && peer.path === path;
  return flows
    .filter(({ port }) => port.protocol !== "icmp")
    .filter(({ from, to }) => isSelf(direction === "ingress" ? to : from))
    .map(({ from, to, port }) => ({ peer: direction === "ingress" ? from : to, port }));
}

function addressesOf(peer: PeerRecord, direction: Direction, model: ModelFile): Addresses | undefined {
  if (peer.kind === "workload") return undefined;
  if (peer.kind !== "group") return outsideAddresses(peer, model);
  const group = model.groups.find(({ path }) => path === peer.path);
  if (group === undefined) return Addresses.NONE;
  return direction === "ingress" ? memberAddresses(group) : answeringAddresses(group);
}

/** A Service, and a load balancer, put the container's port in a packet before a policy sees it. */
function targetOf({ ports }: WorkloadRecord, port: Port): Port {
  const told = ports.find(
    (one) => port.protocol === "tcp" && port.first === port.last && one.port === port.first,
  );
  return told === undefined ? port : Port.tcp(told.target);
}

function between(direction: Direction, own: Addresses, others: Addresses, port: Port): PacketSpace {
  const [from, to] = direction === "ingress" ? [others, own] : [own, others];
  const ports = RangeSet.of({ first: BigInt(port.first), last: BigInt(port.last) });
  return PacketSpace.of(
    ...FAMILIES.map((family) => ({
      family,
      protocol: port.protocol,
      source: from.in(family),
      destination: to.in(family),
      ports,
    })),
  );
}

function union(spaces: readonly PacketSpace[]): PacketSpace {
  return spaces.reduce((all, some) => all.union(some), PacketSpace.EMPTY);
}

function both(space: PacketSpace): Wanted {
  return { least: space, most: space };
}
