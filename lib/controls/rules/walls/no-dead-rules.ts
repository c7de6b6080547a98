import type { ModelFile } from "../../../model/model-file";
import type { PeerRecord } from "../../../model/peer";
import { asWallRule, type FlowRule } from "../../../network/flow-rule";
import { isOfOtherPods } from "../../../network/pod-flows";
import { WARNING_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { meet, shownRule } from "../../subjects/walls/read-rule";
import { type Wall, walls } from "../../subjects/walls/walls";
import { flowsOf } from "../../subjects/walls/wanted-walls";

type Flow = ModelFile["flows"][number];

/** Who is named by a list somebody published. */
const NAMED: readonly PeerRecord["kind"][] = ["checkpoints", "scanners"];

/** A rule that decides nothing is told; it is closed or open by another one. */
export const noDeadRules = stackRule<Wall>({
  id: "no-dead-rules",
  info: "every rule of a wall lets something through that the rules before it do not",
  explanation:
    "A rule that decides nothing misleads: who takes it away closes nothing, and who reads it thinks that its addresses are the ones that come in.",
  remedy: "leave out the flow that is part of another, or the other one",
  promises: ["H-05"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: walls,
  judge: ({ rules }, { model }, house) => {
    const declared = flowsOf(model, house);
    return rules.flatMap((rule, index) => {
      const takers = takersOf(rule, rules.slice(0, index));
      if (takers.length === 0 || saysMore(rule, takers, declared)) return [];
      return `${shownRule(rule)} lets through what ${takers.map(({ id }) => id).join(", ")} did already`;
    });
  },
});

/**
 * Whether a rule is worth its while although it decides nothing. Checkpoints and scanners have to come in wherever an
 * application is, also in the one stage that lets everyone in (C7); whom a server connects to stays said beside a flow
 * to everyone; and workloads of a tenant have the same addresses, so that only their policies tell them apart.
 */
function saysMore({ id }: FlowRule, takers: readonly FlowRule[], declared: readonly Flow[]): boolean {
  const kindsOf = (side: "from" | "to", ids: readonly string[]) =>
    declared.filter((flow) => ids.includes(flow.id)).map((flow) => flow[side].kind);
  if (kindsOf("from", [id]).some((kind) => NAMED.includes(kind))) return true;
  const others = takers.map((taker) => taker.id);
  if (isOfOtherPods(id, others, declared)) return true;
  const outward = kindsOf("to", others);
  const isOther = kindsOf("to", [id]).some((kind) => kind !== "internet");
  return isOther && outward.length === takers.length && outward.every((kind) => kind === "internet");
}

/** The earlier rules that take all that a rule lets through; none where something is left for it. */
function takersOf(rule: FlowRule, earlier: readonly FlowRule[]): readonly FlowRule[] {
  const candidates = earlier.filter(
    (other) => mayTake(other, rule) && meet(other.from, rule.from) && meet(other.to, rule.to),
  );
  if (candidates.length === 0) return [];
  let left = asWallRule(rule).space;
  const takers = candidates.filter((other) => {
    const before = left;
    left = left.minus(asWallRule(other).space);
    return left !== before;
  });
  return left.isEmpty ? takers : [];
}

/** Whether a rule is asked about the same packets at all, and knows at least as much of them. */
function mayTake(earlier: FlowRule, { port, countries, inInterface, outInterface }: FlowRule): boolean {
  const asks = (card: string | undefined, other: string | undefined) => card === undefined || card === other;
  const isSameCountry = earlier.countries === undefined || `${earlier.countries}` === `${countries}`;
  const { protocol, first, last } = earlier.port;
  const hasPort = protocol === port.protocol && first <= port.last && port.first <= last;
  return (
    hasPort &&
    isSameCountry &&
    asks(earlier.inInterface, inInterface) &&
    asks(earlier.outInterface, outInterface)
  );
}
