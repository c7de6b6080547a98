import type { GroupRecord } from "../../../model/model-file";
import { FAMILIES } from "../../../network/packet-space";
import { FIXED, type FixedName, ORDER, type Place } from "../../guest/nft-fixed";
import type { Statement } from "../../guest/nft-statement";
import type { Ruleset } from "../../guest/nftables";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { groupOf, machines, rulesetOf, statementsOf } from "../../subjects/walls/firewalls";
import { memberAddresses } from "../../subjects/walls/networks-of";
import { hooksOf } from "../../subjects/walls/wanted-walls";

/**
 * H-05, B-13: what stands in every firewall, in its order: forged packets are dropped before a connection's state is
 * asked, packets of no connection are dropped, a path's errors come through, and what is dropped is logged with a limit.
 */
export const firewallBaseline = stackRule<Machine>({
  id: "firewall-baseline",
  info: "every firewall keeps connections by their state, drops what belongs to none, lets networks tell of errors, and logs what it drops with a limit",
  explanation:
    "Without these a firewall breaks what it should let through, in ways that show under load only, or does not tell what it kept out. Without a limit, whoever knocks fills the logs.",
  remedy: "synthesize again: Straat renders the same statements for every server",
  promises: ["H-05", "B-13", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "it is the same for all, and nobody's to change" },
  subjects: machines,
  judge(machine) {
    const group = groupOf(machine);
    const ruleset = rulesetOf(machine);
    return [
      ...hooksOf(group.role).flatMap((hook) => wrongOrder(ruleset, hook)),
      ...missingVrrp(ruleset, group),
    ];
  },
});

function wrongOrder({ chains }: Ruleset, hook: "input" | "output" | "forward"): readonly string[] {
  const chain = chains.get(hook);
  if (chain === undefined) return [`${hook}: there is no such chain`];
  const order = ORDER[hook];
  const places = chain.statements.map(placeOf);
  const fixed = order.filter((place): place is FixedName => place in FIXED);
  const missing = fixed.filter((place) => !places.includes(place));
  const ranks = places.map((place) => order.indexOf(place));
  const isSorted = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] as number));
  const twice = fixed.filter((place) => places.indexOf(place) !== places.lastIndexOf(place));
  return [
    ...missing.map((place) => `${hook}: it lacks "${FIXED[place].line}", by which ${FIXED[place].purpose}`),
    ...twice.map((place) => `${hook}: it has "${FIXED[place].line}" more than once`),
    ...(isSorted ? [] : [`${hook}: its statements are not in the order ${order.join(", ")}`]),
  ];
}

function placeOf(statement: Statement): Place {
  return statement.kind === "fixed" ? statement.name : statement.kind;
}

/** Members with a virtual address tell each other who has it, in both directions. */
function missingVrrp(ruleset: Ruleset, group: GroupRecord): readonly string[] {
  if (group.virtual.length === 0) return [];
  const families = FAMILIES.filter((family) => !memberAddresses(group).in(family).isEmpty);
  return (["input", "output"] as const).flatMap((hook) =>
    families
      .filter(
        (family) => !statementsOf(ruleset, hook, "vrrp").some((statement) => statement.family === family),
      )
      .map(
        (family) =>
          `${hook}: it does not let members tell each other who has the virtual address, in IPv${family}`,
      ),
  );
}
