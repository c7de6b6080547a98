import type { WorkloadRecord } from "../../../model/kubernetes-record";
import type { GroupRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { Port } from "../../../model/port";
import { Addresses } from "../../../network/addresses";
import { isOutside } from "../../../network/street-facts";
import { answeringAddresses, memberAddresses, poolsOfModel } from "./networks-of";
import { outsideAddresses, servicesOf } from "./peer-addresses";
import type { WantedRule } from "./wanted-rule";
import { answeringPods, podAddresses, workloadAt } from "./workloads";

/** By what administrators reach a server: SSH, and a ping to see that it is there (H-17). */
const ADMINISTRATION = [Port.SSH, Port.PING] as const;

export function administration(pools: Addresses, servers: Addresses): readonly WantedRule[] {
  return ADMINISTRATION.map((port) => ({
    kind: "administration",
    what: "administration",
    from: pools,
    to: servers,
    port,
  }));
}

export function services(model: ModelFile, servers: Addresses): readonly WantedRule[] {
  return servicesOf(model).map(({ name, addresses, port }) => ({
    kind: "service",
    what: name,
    from: servers,
    to: addresses,
    port,
  }));
}

/** Servers that may not be down together look whether the others are there. */
export function peers(from: Addresses, to: Addresses): readonly WantedRule[] {
  return [{ kind: "redundancy", what: "is the other member there", from, to, port: Port.PING }];
}

/** What the servers of a group in an environment let in. */
export function serverInput(group: GroupRecord, model: ModelFile): readonly WantedRule[] {
  const members = memberAddresses(group);
  return [
    ...administration(poolsOfModel(model), answeringAddresses(group)),
    ...peers(members, members),
    ...flowRules(model, ({ to }) => isGroup(to, group.path)),
  ];
}

/** What the servers of a group in an environment send. */
export function serverOutput(group: GroupRecord, model: ModelFile): readonly WantedRule[] {
  const members = memberAddresses(group);
  return [
    ...services(model, members),
    ...peers(members, members),
    ...flowRules(model, ({ from }) => isGroup(from, group.path)),
  ];
}

/** Declared flows as rules, without what an edge asks beside the addresses. */
export function flowRules(
  model: ModelFile,
  isAsked: (flow: ModelFile["flows"][number]) => boolean,
): readonly WantedRule[] {
  return model.flows.filter(isAsked).map((flow) => ({
    kind: "flow",
    what: flow.why,
    flow,
    from: endAddresses(flow.from, model, memberAddresses, podAddresses),
    to: endAddresses(flow.to, model, answeringAddresses, answeringPods),
    port: flow.port,
  }));
}

function endAddresses(
  peer: PeerRecord,
  model: ModelFile,
  ofGroup: (group: GroupRecord) => Addresses,
  ofWorkload: (workload: WorkloadRecord) => Addresses,
): Addresses {
  if (isOutside(peer)) return outsideAddresses(peer, model);
  if (peer.kind === "workload") {
    const workload = workloadAt(peer, model);
    return workload === undefined ? Addresses.NONE : ofWorkload(workload);
  }
  const group = model.groups.find(({ path }) => path === peer.path);
  return group === undefined ? Addresses.NONE : ofGroup(group);
}

function isGroup(peer: PeerRecord, path: string): boolean {
  return peer.kind === "group" && peer.path === path;
}
