import type { GroupRecord } from "../../../model/model-file";
import type { Hook, Statement } from "../../guest/nft-statement";
import { type Ruleset, readRuleset } from "../../guest/nftables";
import { Machine } from "../../machine";
import type { StackOutput } from "../../terraform/stack-output";
import { Unreadable } from "../../unreadable";

const read = new WeakMap<Machine, Ruleset>();

/** All virtual machines of a stack, also those that somebody added by hand. */
export function machines(stack: StackOutput): readonly Machine[] {
  return Machine.in(stack);
}

/** What a server is told to let through, as its live document says. @throws Unreadable */
export function rulesetOf(machine: Machine): Ruleset {
  const known = read.get(machine);
  if (known !== undefined) return known;
  const made = readRuleset(machine.document("firewall"));
  read.set(machine, made);
  return made;
}

/** The group a machine is of. @throws Unreadable for a machine of which the model file says nothing */
export function groupOf({ group, resource }: Machine): GroupRecord {
  if (group !== undefined) return group;
  throw new Unreadable(
    `${resource.address} is no server of the model file, so nobody said what may pass there`,
  );
}

/** Statements of one kind in a chain; none where there is no such chain. */
export function statementsOf<K extends Statement["kind"]>(
  { chains }: Ruleset,
  hook: Hook,
  kind: K,
): readonly Extract<Statement, { kind: K }>[] {
  const statements = chains.get(hook)?.statements ?? [];
  return statements.filter((statement) => statement.kind === kind) as Extract<Statement, { kind: K }>[];
}

/** What one list has and the other has not, both as texts. */
export function difference(found: readonly string[], wanted: readonly string[]) {
  return {
    lacking: wanted.filter((text) => !found.includes(text)),
    extra: found.filter((text, index) => !wanted.includes(text) || found.indexOf(text) !== index),
  };
}
