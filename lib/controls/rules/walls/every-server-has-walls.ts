import type { GroupRecord, WallRecord } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule, type Wrong } from "../../rule";
import { type Group, groups } from "../../subjects/groups";
import { type Wall, walls } from "../../subjects/walls/walls";
import { hooksOf } from "../../subjects/walls/wanted-walls";
import type { StackOutput } from "../../terraform/stack-output";

/** H-05: whatever a server is for, it is a wall in both directions; a router is one between its networks as well. */
export const everyServerHasWalls = stackRule<Group | Wall>({
  id: "every-server-has-walls",
  info: "every group of servers has one wall for what comes in and one for what goes out, and routers one for what they pass on",
  explanation:
    "What no wall is told of nobody judges, and of two walls for the same packets one is not looked at. A flow from outside is held by two independent walls only where every server is one.",
  remedy:
    "declare servers through RedundantVms, EdgeFirewall, VpnGateway or BackupRepository, which make their walls",
  promises: ["H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a server without a wall is open to all that reach its network" },
  subjects: (stack) => [...groups(stack), ...walls(stack).filter((wall) => !isOfAGroup(wall, stack))],
  judge: (subject, stack) =>
    "servers" in subject.record ? wrongWalls(subject.record, stack) : straying(subject.record),
});

function isOfAGroup({ record }: Wall, { model }: StackOutput): boolean {
  return model.groups.some(({ path }) => path === record.at);
}

function straying({ at, hook }: WallRecord): Wrong {
  return `there is a wall for ${hook} of ${at}, and no such group`;
}

function wrongWalls({ path, role }: GroupRecord, { model }: StackOutput): Wrong {
  const found = model.walls.filter(({ at }) => at === path).map(({ hook }) => hook);
  const wanted = hooksOf(role);
  return [
    ...wanted.filter((hook) => !found.includes(hook)).map((hook) => `it has no wall for ${hook}`),
    ...found
      .filter((hook) => !wanted.includes(hook))
      .map((hook) => `it has a wall for ${hook}, and is no router`),
    ...found
      .filter((hook, index) => found.indexOf(hook) !== index)
      .map((hook) => `it has a second wall for ${hook}`),
  ];
}
