import type { Port } from "../../../model/port";
import type { Addresses } from "../../../network/addresses";
import type { FlowRule } from "../../../network/flow-rule";
import type { Wall } from "./walls";

/** Packets that a wall is asked about. */
export interface Asked {
  readonly from: Addresses;
  readonly to: Addresses;
  readonly port: Port;
  /** By which cards they come and leave, at a wall between networks. */
  readonly inInterface?: string;
  readonly outInterface?: string;
}

/** Whether one rule of a wall lets all of some packets through, whatever country they are from. */
export function accepts({ rules }: Wall, asked: Asked): boolean {
  return rules.some((rule) => rule.countries === undefined && isFor(rule, asked));
}

function isFor(rule: FlowRule, { from, to, port, inInterface, outInterface }: Asked): boolean {
  const { protocol, first, last } = rule.port;
  const hasPort = protocol === port.protocol && first <= port.first && port.last <= last;
  const hasCards = [
    [rule.inInterface, inInterface],
    [rule.outInterface, outInterface],
  ].every(([wanted, card]) => wanted === undefined || wanted === card);
  return hasPort && hasCards && rule.from.covers(from) && rule.to.covers(to);
}
