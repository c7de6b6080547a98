import type { Rule } from "../rule";
import { ACCESS } from "./access";
import { BACKUPS } from "./backups";
import { BIO2 } from "./bio2";
import { DATA } from "./data";
import { EVIDENCE } from "./evidence";
import { FIREWALL } from "./firewall";
import { HARDENING } from "./hardening";
import { KUBERNETES } from "./kubernetes";
import { LOGS } from "./logs";
import { PATCHING } from "./patching";
import { REACH } from "./reach";
import { REDUNDANCY } from "./redundancy";
import { SEPARATION } from "./separation";
import { WAIVERS } from "./waivers";
import { WALLS } from "./walls";

/** Every rule, in the order reports tell them: by what they are about, then as their folder's index lists them. */
export const RULES: readonly Rule[] = [
  ...REDUNDANCY,
  ...SEPARATION,
  ...WALLS,
  ...REACH,
  ...FIREWALL,
  ...ACCESS,
  ...BACKUPS,
  ...LOGS,
  ...PATCHING,
  ...HARDENING,
  ...DATA,
  ...KUBERNETES,
  ...BIO2,
  ...EVIDENCE,
  ...WAIVERS,
];

const byId = new Map(RULES.map((rule) => [rule.id, rule]));

/** @throws RangeError for an id that is no rule's */
export function ruleNamed(id: string): Rule {
  const rule = byId.get(id);
  if (rule === undefined) throw new RangeError(`there is no rule ${id}`);
  return rule;
}
