import { IpAddress } from "../../../model/ip";
import type { WorkloadRecord } from "../../../model/kubernetes-record";
import type { PacketSpace } from "../../../network/packet-space";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { type Far, type PodWalls, podWallsOf } from "../../subjects/kubernetes/pod-walls";
import { wantedOf } from "../../subjects/kubernetes/wanted-policies";
import type { StackOutput } from "../../terraform/stack-output";

interface Walled extends Subject {
  readonly workload: WorkloadRecord;
}

/** B-09, V-09, H-05: one flow, two walls, on a cluster as between servers: worked out from the flows, and held against what is sent. */
export const policiesAsDeclared = stackRule<Walled>({
  id: "policies-as-declared",
  info: "the walls of every workload's pods let through what flows declare and the cluster's resolvers, both ways, and nothing else",
  explanation:
    "A policy that lacks a flow breaks an application on the day it is applied; one that has more lets other workloads, stages and clients in, and nothing ever shows it.",
  remedy: "declare the flow on the workload with connections, and synthesize again; write no policy by hand",
  promises: ["B-09", "V-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ model }) =>
    model.kind === "environment"
      ? (model.kubernetes?.workloads ?? []).map((workload) => ({ id: workload.path, workload }))
      : [],
  judge({ workload }, stack) {
    const walls = podWallsOf(stack);
    return walls.fars.flatMap((far) => [
      ...wrongWall(workload, "ingress", far, walls, stack),
      ...wrongWall(workload, "egress", far, walls, stack),
    ]);
  },
});

function wrongWall(
  workload: WorkloadRecord,
  direction: "ingress" | "egress",
  far: Far,
  walls: PodWalls,
  stack: StackOutput,
): readonly string[] {
  const passing = walls.passing(workload, direction, far);
  const wanted = wantedOf(workload, walls.addressesOf(workload), direction, far.other, stack.model);
  const [wide, narrow] = [passing.space.minus(wanted.most), wanted.least.minus(passing.space)];
  const way = direction === "ingress" ? `from ${far.name}` : `to ${far.name}`;
  return [
    ...(wide.isEmpty ? [] : [`its wall lets ${sample(wide)} through ${way}, which no flow declares`]),
    ...(narrow.isEmpty ? [] : [`its wall keeps back ${sample(narrow)} ${way}, which a flow declares`]),
    ...(passing.hasSctp ? [`its wall lets SCTP through ${way}`] : []),
  ];
}

/** One packet of a space, so that somebody can try it. */
function sample(space: PacketSpace): string {
  const packet = space.sample();
  if (packet === undefined) return "nothing";
  const address = (value: bigint) => IpAddress.of(packet.family, value);
  const port = packet.protocol === "icmp" ? "icmp" : `${packet.protocol}/${packet.port}`;
  return `${port} (${address(packet.source)} → ${address(packet.destination)})`;
}
