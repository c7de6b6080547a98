import type { FlowRecord, ModelFile } from "../../../model/model-file";
import { Port } from "../../../model/port";
import { Stage } from "../../../model/stage";
import { Addresses } from "../../../network/addresses";
import type { FlowRule } from "../../../network/flow-rule";
import { isOutside } from "../../../network/street-facts";
import type { House } from "../../house";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { cardOf, clientNetworks, networksOfHouse, unknownIn } from "../../subjects/walls/networks-of";
import { outsideAddresses } from "../../subjects/walls/peer-addresses";
import { shownAddresses, shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { environmentsOf } from "../../subjects/walls/wanted-walls";
import { clusterAddresses } from "../../subjects/walls/workloads";

/** H-06: somebody outside whom no flow names by address comes to production only, where a flow lets visitors in. */
export const visitorsOnlyWhereExposed = stackRule<Wall>({
  id: "visitors-only-where-exposed",
  info: "strangers come to production only, to what a flow opens to the internet or a country, and elsewhere only by addresses that a flow names",
  explanation:
    "Development and test hold unfinished work, and acceptance what the client has not yet approved. What is open there to everyone is found within hours, by people nobody had in mind.",
  remedy:
    "declare the flow with environment.audience, which each stage decides, with Peer.networks(…) for a partner, or where environment.stage is Stage.PRODUCTION",
  promises: ["H-06", "H-15", "V-09", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => walls(stack).filter(({ record }) => record.hook !== "output"),
  judge(wall, { model }, house) {
    const own = networksOfHouse(house).union(clientNetworks(model));
    return wall.rules.flatMap((rule) => {
      if (isTunnel(rule, wall) || isOutward(rule, wall, model)) return [];
      const strangers = unknownIn(rule.from, own, model, house);
      if (strangers.isEmpty) return [];
      const environment = environmentOf(rule, wall, model, house);
      if (environment === undefined)
        return house.whole || model.kind !== "street" ? told(rule, strangers) : [];
      const left = strangers.minus(namedBy(flowsOf(rule, environment), environment));
      if (left.isEmpty || letsVisitorsIn(rule, environment)) return [];
      return told(rule, left, environment);
    });
  },
});

function told(rule: FlowRule, strangers: Addresses, environment?: ModelFile): readonly string[] {
  const where = environment === undefined ? "this server" : `${environment.stage}`;
  return [
    `${shownRule(rule)} lets ${shownStrangers(rule, strangers, environment)} in, who are not named for ${where}`,
  ];
}

/** Whom a flow lets in, by name; addresses where no flow does. */
function shownStrangers(rule: FlowRule, strangers: Addresses, environment?: ModelFile): string {
  const named = environment === undefined ? [] : flowsOf(rule, environment);
  const names = named.flatMap(({ from }) => {
    if (from.kind === "internet") return "everyone";
    return from.kind === "country" ? `everyone of ${from.codes.join(", ")}` : [];
  });
  return names.length > 0 ? [...new Set(names)].join(" and ") : shownAddresses(strangers);
}

/** The one thing of the platform that is everyone's to reach: the locked door of the VPN (H-15). */
function isTunnel({ port }: FlowRule, { group, record }: Wall): boolean {
  return group.role === "vpn-gateway" && record.hook === "input" && `${port}` === `${Port.WIREGUARD}`;
}

/** What an edge passes on from a leg or from pods comes from its own, which other rules see to. */
function isOutward({ from, inInterface }: FlowRule, { group, record }: Wall, model: ModelFile): boolean {
  if (group.role !== "edge" || record.hook !== "forward") return false;
  return inInterface !== cardOf(group, "uplink") || clientNetworks(model).covers(from);
}

/** The environment that a rule is for: the wall's own, or at an edge that of the card by which packets leave. */
function environmentOf(
  rule: FlowRule,
  { group, record }: Wall,
  model: ModelFile,
  house: House,
): ModelFile | undefined {
  if (model.kind === "environment") return model;
  if (group.role !== "edge" || record.hook !== "forward") return undefined;
  const environments = environmentsOf(model, house);
  if (rule.outInterface !== cardOf(group, "uplink")) {
    return environments.find(({ stage }) => cardOf(group, `${stage}`) === rule.outInterface);
  }
  // To the cluster, where every stage has networks of its own.
  return environments.find((environment) => clusterAddresses(environment).covers(rule.to));
}

function flowsOf({ id }: FlowRule, { flows }: ModelFile): readonly FlowRecord[] {
  return flows.filter((flow) => flow.id === id);
}

/** Strangers a flow names by their addresses. */
function namedBy(flows: readonly FlowRecord[], model: ModelFile): Addresses {
  const kinds = ["whitelist", "networks", "checkpoints", "scanners"];
  return flows
    .map(({ from }) =>
      isOutside(from) && kinds.includes(from.kind) ? outsideAddresses(from, model) : undefined,
    )
    .filter((addresses) => addresses !== undefined)
    .reduce((all, some) => all.union(some), Addresses.NONE);
}

function letsVisitorsIn(rule: FlowRule, environment: ModelFile): boolean {
  const isOpen = flowsOf(rule, environment).some(
    ({ from }) => from.kind === "internet" || from.kind === "country",
  );
  return environment.stage === Stage.PRODUCTION && isOpen;
}
