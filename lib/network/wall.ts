import { type Packet, PacketSpace } from "./packet-space";

/** What a firewall does with the packets of a space. */
export interface Rule {
  readonly id: string;
  readonly action: "accept" | "drop";
  readonly space: PacketSpace;
  /** Why the rule is there, for people. */
  readonly comment: string;
}

/**
 * One firewall on a packet's path. The first rule that holds a packet decides; what no rule accepts is dropped,
 * so that a wall without rules is closed.
 */
export interface Wall {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** A rule that no packet reaches. */
export interface DeadRule {
  readonly rule: Rule;
  /** The earlier rules that decide at least one of its packets, in their order; none for a rule with an empty space. */
  readonly coveredBy: readonly Rule[];
  /** Whether all of those do what the rule would have done: it is then superfluous, otherwise it is contradicted. */
  readonly agrees: boolean;
}

/** All packets the wall lets through. */
export function passes(wall: Wall): PacketSpace {
  // From the last rule to the first, because an earlier rule overrides those after it.
  return wall.rules.reduceRight(
    (accepted, { action, space }) => (action === "accept" ? accepted.union(space) : accepted.minus(space)),
    PacketSpace.EMPTY,
  );
}

/** What the wall does with one packet, and the rule that decides it; undefined when it falls through all rules. */
export function verdict(
  wall: Wall,
  packet: Packet,
): { readonly accepted: boolean; readonly rule: Rule | undefined } {
  const rule = wall.rules.find(({ space }) => space.has(packet));
  return { accepted: rule?.action === "accept", rule };
}

/**
 * The rules that decide nothing, in their order: the rules before them together take all their packets, though
 * perhaps no single one does, or they hold no packet at all.
 */
export function deadRules(wall: Wall): readonly DeadRule[] {
  return wall.rules.flatMap((rule, index) => {
    const { left, takers } = whatReaches(rule, wall.rules.slice(0, index));
    if (!left.isEmpty) return [];
    return [{ rule, coveredBy: takers, agrees: takers.every(({ action }) => action === rule.action) }];
  });
}

/** Lets the packets of a rule pass the rules before it: what is left of them, and which rules took some. */
function whatReaches(
  rule: Rule,
  earlier: readonly Rule[],
): { readonly left: PacketSpace; readonly takers: readonly Rule[] } {
  let left = rule.space;
  const takers = earlier.filter(({ space }) => {
    const before = left;
    left = left.minus(space);
    return left !== before;
  });
  return { left, takers };
}
