import type { FlowRecord } from "../../../model/model-file";
import type { Port } from "../../../model/port";
import type { Addresses } from "../../../network/addresses";
import { type FlowRule, familiesOf } from "../../../network/flow-rule";

/** A rule that a wall has to have, worked out from what the model file says beside its walls. */
export interface WantedRule {
  readonly kind: "administration" | "service" | "redundancy" | "flow";
  /** What it is for. */
  readonly what: string;
  /** The declared flow it is made of; undefined for what every server has. */
  readonly flow?: FlowRecord | undefined;
  readonly from: Addresses;
  readonly to: Addresses;
  readonly port: Port;
  readonly countries?: readonly string[] | undefined;
  readonly inInterface?: string | undefined;
  readonly outInterface?: string | undefined;
}

/** Those with a family in which both sides have an address: of the others no rule can be made. */
export function possible(rules: readonly WantedRule[]): readonly WantedRule[] {
  return rules.filter((rule) => familiesOf(rule).length > 0);
}

/** Whether a rule is just what is wanted: no wider and no narrower. */
export function fulfils(rule: FlowRule, wanted: WantedRule): boolean {
  const { protocol, first, last } = wanted.port;
  return (
    (wanted.flow === undefined || wanted.flow.id === rule.id) &&
    rule.port.first === first &&
    rule.port.last === last &&
    rule.port.protocol === protocol &&
    rule.inInterface === wanted.inInterface &&
    rule.outInterface === wanted.outInterface &&
    `${rule.countries}` === `${wanted.countries}` &&
    rule.from.equals(wanted.from) &&
    rule.to.equals(wanted.to)
  );
}
