import type { RuleRecord } from "../../../model/model-file";
import { Port } from "../../../model/port";
import type { Addresses } from "../../../network/addresses";
import type { FlowRule } from "../../../network/flow-rule";
import { FAMILIES } from "../../../network/packet-space";
import { formatAddresses, parseAddresses } from "../../../network/range-text";
import { recent } from "../../guest/recent";

const known = new WeakMap<RuleRecord, FlowRule>();
const SEPARATOR = " ";

/** The same texts stand in many rules; answers that are the same object are compared for nothing. */
const addressesIn = recent(512, (text) => parseAddresses(text.split(SEPARATOR)));
const portIn = recent(128, Port.parse);

/** A rule of a wall with its addresses as sets; remembered. @throws InvalidError when it is damaged */
export function readRule(record: RuleRecord): FlowRule {
  const read = known.get(record);
  if (read !== undefined) return read;
  const [from, to] = [addressesIn(record.from.join(SEPARATOR)), addressesIn(record.to.join(SEPARATOR))];
  const rule: FlowRule = { ...record, from, to, port: portIn(record.port) };
  known.set(record, rule);
  return rule;
}

/** Most ranges that a message repeats. */
const SHOWN = 4;

/** Addresses for people: the first few ranges, and how many more there are. */
export function shownAddresses(addresses: Addresses): string {
  const texts = formatAddresses(addresses);
  if (texts.length === 0) return "nobody";
  const more = texts.length > SHOWN ? ` and ${texts.length - SHOWN} more` : "";
  return `${texts.slice(0, SHOWN).join(", ")}${more}`;
}

/** A rule for people: `production/web#fdc1d1 (tcp/443 from … to …)`. */
export function shownRule({ id, port, from, to, inInterface, outInterface }: FlowRule): string {
  const cards =
    (inInterface ?? outInterface) ? `, ${inInterface ?? "any card"} to ${outInterface ?? "any card"}` : "";
  return `${id} (${port} from ${shownAddresses(from)} to ${shownAddresses(to)}${cards})`;
}

/** Whether two sets have an address in common. */
export function meet(one: Addresses, other: Addresses): boolean {
  return FAMILIES.some((family) => !one.in(family).intersect(other.in(family)).isEmpty);
}
