import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { groupOf, machines, rulesetOf } from "../../subjects/walls/firewalls";
import { hooksOf } from "../../subjects/walls/wanted-walls";

/** H-05: every server is given a ruleset that is its own group's, one table in one transaction. */
export const firewallOnEveryServer = stackRule<Machine>({
  id: "firewall-on-every-server",
  info: "every server is given a firewall that can be read whole: one table, replaced in one transaction, of its own group",
  explanation:
    "A server without a ruleset stays closed and does nothing, and one with another group's is open where its own is not. A line that is not understood may open anything.",
  remedy: "declare the server through RedundantVms, and leave extra_config to it",
  promises: ["H-05", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a firewall that cannot be read is none" },
  subjects: machines,
  judge(machine) {
    const { path, role } = groupOf(machine);
    const { title, chains } = rulesetOf(machine);
    const hooks = hooksOf(role);
    return [
      ...(title === path ? [] : [`it is given the firewall of ${title}`]),
      ...hooks.filter((hook) => !chains.has(hook)).map((hook) => `its firewall has no chain for ${hook}`),
    ];
  },
});
