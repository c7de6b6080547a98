import type { GroupRecord } from "../../../model/model-file";
import { FIXED, type FixedName, ORDER } from "../../guest/nft-fixed";
import type { Hook } from "../../guest/nft-statement";
import type { Chain, Ruleset } from "../../guest/nftables";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { groupOf, machines, rulesetOf, statementsOf } from "../../subjects/walls/firewalls";
import { memberAddresses } from "../../subjects/walls/networks-of";
import { hooksOf } from "../../subjects/walls/wanted-walls";

/** Chains of an edge that translate addresses; they let nothing through themselves. */
const TRANSLATING: readonly Hook[] = ["prerouting", "postrouting"];

/** H-05: in every direction, what nothing accepts is dropped. */
export const closedUnlessAccepted = stackRule<Machine>({
  id: "closed-unless-accepted",
  info: "every server drops what comes in, goes out or passes through unless a rule accepts it, and accepts nothing beside flows and what networks cannot do without",
  explanation:
    "A firewall that accepts what it was not told of is as safe as the least careful program behind it. In the direction that was forgotten, somebody who broke in leaves with what they found.",
  remedy:
    "synthesize again: Straat renders policy drop for every chain; open what is missing by declaring a flow",
  promises: ["H-05", "H-22", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "an open firewall is none" },
  subjects: machines,
  judge(machine) {
    const group = groupOf(machine);
    const ruleset = rulesetOf(machine);
    const allowed = [...hooksOf(group.role), ...(group.role === "edge" ? TRANSLATING : [])];
    return [
      ...[...ruleset.chains.values()].flatMap((chain) => wrongChain(chain, allowed)),
      ...wrongVrrp(ruleset, group),
    ];
  },
});

function wrongChain(
  { hook, type, priority, policy, statements }: Chain,
  allowed: readonly Hook[],
): readonly string[] {
  if (!allowed.includes(hook)) return [`it has a chain for ${hook}, which servers of its role do not have`];
  const wanted = TRANSLATING.includes(hook)
    ? `nat ${hook === "prerouting" ? "dstnat" : "srcnat"} accept`
    : "filter filter drop";
  const found = `${type} ${priority} ${policy}`;
  const strange = statements.filter((statement) => {
    const place = statement.kind === "fixed" ? statement.name : statement.kind;
    return !ORDER[hook].includes(place);
  });
  return [
    ...(found === wanted ? [] : [`${hook}: its type, priority and policy are ${found}, not ${wanted}`]),
    ...strange.map((statement) => `${hook}: it has ${told(statement)}, which has no place there`),
  ];
}

function told(statement: { readonly kind: string; readonly name?: FixedName }): string {
  return statement.name === undefined
    ? `a statement of kind ${statement.kind}`
    : `"${FIXED[statement.name].line}"`;
}

/** The protocol of virtual addresses is between members of the group, and only where it has such an address. */
function wrongVrrp(ruleset: Ruleset, group: GroupRecord): readonly string[] {
  const members = memberAddresses(group);
  return (["input", "output"] as const).flatMap((hook) =>
    statementsOf(ruleset, hook, "vrrp")
      .filter(({ family, source, destination }) => {
        const own = members.in(family);
        return group.virtual.length === 0 || !own.equals(source) || !own.equals(destination);
      })
      .map(({ family }) => `${hook}: it accepts VRRP in IPv${family} of others than its own members`),
  );
}
