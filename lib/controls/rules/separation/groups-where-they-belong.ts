import type { ModelFile, ServerRole } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type Group, groups } from "../../subjects/groups";
import { clientOf } from "../../subjects/names";
import { problemsOf, unless } from "../../subjects/problems";

/** Which servers a stack has. What a server may do follows from its role, so a role is not to be chosen. */
const ROLES: Readonly<Record<ModelFile["kind"], readonly ServerRole[]>> = {
  platform: ["vpn-gateway", "backup-repository"],
  street: ["edge"],
  environment: ["server"],
};

/** H-05, B-09: who passes on packets of others stands between networks, and nowhere else. */
export const groupsWhereTheyBelong = stackRule<Group>({
  id: "groups-where-they-belong",
  info: "edges are in streets, gateways and repositories on platforms, applications in stages, each under its own name",
  explanation:
    "An edge and a gateway pass on what is not for them. A server of an application with that role would be a way around the street's edge that nobody looks for.",
  remedy:
    "leave roles to the library: Street makes the edge, SitePlatform the gateway, RedundantVms all others",
  promises: ["H-05", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "walls are made by role" },
  subjects: groups,
  judge({ record }, { model }) {
    const { path, role, servers } = record;
    const name = path.slice(path.lastIndexOf("/") + 1);
    const [home, prefix] = [homeOf(model), prefixOf(model, name)];
    const namesakes = model.groups.filter((other) => other.path === path).length;
    const alike = model.groups.filter((other) => other.role === role).length;
    return problemsOf(
      unless(
        ROLES[model.kind].includes(role),
        `a group with the role ${role} does not belong in ${model.stack}`,
      ),
      unless(path === `${home}/${name}`, `it does not stand in ${home}`),
      unless(namesakes === 1, `${namesakes} groups have its name`),
      unless(role === "server" || alike === 1, `${model.stack} has ${alike} groups with the role ${role}`),
      servers
        .filter((server) => server.name !== `${prefix}-${server.member}`)
        .map((server) => `${server.name} is not named ${prefix}-${server.member}`),
    );
  },
});

function homeOf(model: ModelFile): string {
  if (model.kind === "platform") return model.stack;
  return `${clientOf(model).name}/${model.kind === "street" ? "street" : model.stage}`;
}

function prefixOf(model: ModelFile, group: string): string {
  if (model.kind === "platform") return `${group}-${model.site.name}`;
  return model.kind === "street" ? `${clientOf(model).name}-${group}` : `${model.stack}-${group}`;
}
