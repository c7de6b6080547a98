import type { FlowRecord, ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { idOfFlow } from "../../../network/compile";
import { isOutside } from "../../../network/street-facts";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type DeclaredFlow, flows } from "../../subjects/walls/walls";
import { workloadAt, workloadsOf } from "../../subjects/walls/workloads";

/** Those who only ever come here. */
const ONLY_COME: readonly PeerRecord["kind"][] = ["vpn", "admins", "country", "checkpoints", "scanners"];

/** B-09: a flow has a group or a workload of its own environment at one end at least, and somebody who exists at the other. */
export const flowEndsExist = stackRule<DeclaredFlow>({
  id: "flow-ends-exist",
  info: "both ends of every declared flow exist, and one of them is the group or workload of this environment it was declared on",
  explanation:
    "A flow with somebody who is not there opens nothing today, and opens something to whoever gets that name later. One that was declared on another environment would join stages.",
  remedy:
    "declare the flow on a group or a workload of the environment, with a group, a service or a peer that exists",
  promises: ["H-05", "H-16", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: flows,
  judge: ({ flow }, { model }, house) => [
    ...[flow.from, flow.to].flatMap((peer) => wrongEnd(peer, model, house)),
    ...(ONLY_COME.includes(flow.to.kind) ? [`it is to ${flow.to.kind}, who only ever come here`] : []),
    ...(isOfAGroup(flow, model) ? [] : [`it was declared on ${flow.declaredOn}, which is no end of it here`]),
    ...(flow.id === idOfFlow(flow) ? [] : ["its id is that of another flow, so its rules lead nowhere"]),
  ],
});

function isOfAGroup({ declaredOn, from, to }: FlowRecord, model: ModelFile): boolean {
  const isEnd = [from, to].some((peer) => !isOutside(peer) && peer.path === declaredOn);
  return isEnd && [...model.groups, ...workloadsOf(model)].some(({ path }) => path === declaredOn);
}

function wrongEnd(peer: PeerRecord, model: ModelFile, { platforms }: House): readonly string[] {
  if (peer.kind === "workload") {
    return workloadAt(peer, model) === undefined ? [`there is no workload ${peer.path} here`] : [];
  }
  if (peer.kind === "group") {
    return model.groups.some(({ path }) => path === peer.path) ? [] : [`there is no group ${peer.path} here`];
  }
  if (peer.kind !== "admins" || platforms.length === 0) return [];
  const known = platforms.flatMap(({ admins }) => admins.map(({ login }) => login));
  return peer.logins.filter((login) => !known.includes(login)).map((login) => `${login} is no administrator`);
}
