import { VPN_CARD } from "../../../network/compile-platform";
import type { FlowRule } from "../../../network/flow-rule";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { poolsOf } from "../../subjects/walls/networks-of";
import { shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { isEveryPort, isWide } from "../../subjects/walls/wide";
import type { StackOutput } from "../../terraform/stack-output";

/**
 * H-05, V-09: a rule names who and what. The one rule over every port is the VPN gateway's: it passes administrators on
 * to the servers of the house, and each server decides itself (V-07, H-15).
 */
export const noAnyToAny = stackRule<Wall>({
  id: "no-any-to-any",
  info: "no rule is from everyone to everyone, and none is over every port but what administrators' gateways pass on",
  explanation:
    "Such a rule makes the wall it stands in none. What it was meant for is never all ports of all addresses, and nobody sees what else comes with it.",
  remedy: "name both ends and the port: connections.allowFrom(peer, Port.HTTPS, { why })",
  promises: ["H-05", "H-06", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it opens the house" },
  subjects: walls,
  judge: (wall, stack) =>
    wall.rules.flatMap((rule) => [
      ...(isWide(rule.from) && isWide(rule.to) ? [`${shownRule(rule)} is from everyone to everyone`] : []),
      ...(isEveryPort(rule.port) && !isOfAdministrators(rule, wall, stack)
        ? [`${shownRule(rule)} is over every port`]
        : []),
    ]),
});

function isOfAdministrators(
  { from, inInterface }: FlowRule,
  { group, record }: Wall,
  { model }: StackOutput,
): boolean {
  const isGateway = group.role === "vpn-gateway" && record.hook === "forward" && inInterface === VPN_CARD;
  return isGateway && poolsOf(model.site).covers(from);
}
