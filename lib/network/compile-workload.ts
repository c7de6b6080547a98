import type { Client } from "../model/client";
import type { WorkloadRecord } from "../model/kubernetes-record";
import { InvalidError } from "../model/mistake";
import type { PeerRecord } from "../model/peer";
import { Port } from "../model/port";
import { type HostWall, ruleOf } from "./compile";
import type { FlowRule } from "./flow-rule";
import type { FindPods } from "./network-policy";
import type { EnvironmentFacts } from "./street-facts";
import { asPodPeer, podAddresses } from "./workload-facts";

/** The wall of a workload's pods, and who in it are pods themselves, by labels. */
export interface WorkloadWall extends HostWall {
  readonly pods: FindPods;
}

/**
 * What the pods of a workload let in and send: its flows, and nothing else. Where addresses are those of a whole tenant,
 * labels say which of its workloads is meant.
 */
export function compileWorkload(
  workload: WorkloadRecord,
  environment: EnvironmentFacts,
  client: Client,
): WorkloadWall {
  const peers = new Map<FlowRule, PeerRecord>();
  const own = podAddresses(workload);
  const rules = environment.flows.flatMap((flow) => ruleOf(flow, environment, client));
  const isSelf = (peer: PeerRecord) => peer.kind === "workload" && peer.path === workload.path;
  const note = (rule: FlowRule, peer: PeerRecord): FlowRule => {
    peers.set(rule, peer);
    return rule;
  };
  const input = rules
    .filter(({ flow }) => isSelf(flow.to))
    .map(({ flow, rule }) => note({ ...rule, to: own, port: targetOf(workload, rule.port) }, flow.from));
  const output = rules
    .filter(({ flow }) => isSelf(flow.from))
    .map(({ flow, rule }) => note({ ...rule, from: own }, flow.to));
  return {
    input,
    output,
    pods: (_, rule) => {
      const peer = peers.get(rule);
      if (peer?.kind !== "workload") return undefined;
      return [asPodPeer(workloadAt(peer.path, environment))];
    },
  };
}

/** The workload of a path. @throws InvalidError when there is none */
export function workloadAt(path: string, { workloads }: EnvironmentFacts): WorkloadRecord {
  const found = workloads.find((workload) => workload.path === path);
  if (found !== undefined) return found;
  throw new InvalidError({
    value: path,
    problem: "is no workload of this environment",
    remedy: `write one of ${workloads.map((workload) => workload.path).join(", ")}`,
  });
}

/** What a container listens on where peers connect to this port: a policy judges after the Service has rewritten it. */
function targetOf({ ports }: WorkloadRecord, port: Port): Port {
  const mapped = ports.find((known) => port.protocol === "tcp" && known.port === port.first);
  return mapped === undefined || port.first !== port.last ? port : Port.tcp(mapped.target);
}
