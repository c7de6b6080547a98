import { IpAddress } from "../../../lib/model/ip";
import { Addresses } from "../../../lib/network/addresses";
import { Cluster, type Pod } from "../../../lib/network/kubernetes/cluster";
import { type Endpoint, type PodReach, reachBetween } from "../../../lib/network/kubernetes/pod-reach";
import { readNetworkPolicy } from "../../../lib/network/kubernetes/read-network-policy";
import type { End, NaivePacket, World } from "./naive";

/** Whether packets of a world pass, by the library. */
export type Evaluate = (world: World) => (packet: NaivePacket) => boolean;

export const evaluate: Evaluate = (world) => {
  const cluster = clusterOf(world);
  const pods = world.pods.map(podOf);
  const known = new Map<string, PodReach>();
  return (packet) => {
    const key = JSON.stringify([packet.from.pod, packet.to.pod]);
    const reach = known.get(key) ?? reachBetween(endOf(pods, packet.from), endOf(pods, packet.to), cluster);
    known.set(key, reach);
    return lets(reach, packet);
  };
};

export function clusterOf({ namespaces, pods, policies }: World): Cluster {
  return Cluster.of({ namespaces, pods: pods.map(podOf), policies: policies.map(readNetworkPolicy) });
}

/** Whether a packet is among those that get through; SCTP has a place of its own. */
export function lets({ space, sctpAsTcp }: PodReach, { protocol, from, to, port }: NaivePacket): boolean {
  const [source, destination] = [IpAddress.parse(from.ip), IpAddress.parse(to.ip)];
  const packet = { family: source.family, source: source.value, destination: destination.value, port };
  if (protocol === "SCTP") return sctpAsTcp.has({ ...packet, protocol: "tcp" });
  const lower = ({ TCP: "tcp", UDP: "udp", ICMP: "icmp" } as const)[protocol];
  return space.has({ ...packet, protocol: lower });
}

export function podOf({ ips, ...pod }: World["pods"][number]): Pod {
  return { ...pod, addresses: Addresses.of(...ips.map((ip) => IpAddress.parse(ip))) };
}

/** Whoever is outside is asked about at once, so that a network that is cut wrongly shows. */
function endOf(pods: readonly Pod[], { pod }: End): Endpoint {
  return pod === undefined ? { name: "outside", addresses: Addresses.ALL } : (pods[pod] as Pod);
}
