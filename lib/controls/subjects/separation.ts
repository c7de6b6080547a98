import type { Wrong } from "../rule";
import type { StackOutput } from "../terraform/stack-output";
import type { Group } from "./groups";

/** What keeps an anti-affinity rule from holding the members of a group apart; nothing when one does. */
export function wrongSeparation({ record }: Group, stack: StackOutput, type: string, apart: string): Wrong {
  const members = record.servers.map(({ address }) => address);
  const rules = stack.of(type).map((rule) => ({
    rule,
    names: rule.list("virtual_machine_ids").map((id) => stack.resolve(id).address),
  }));
  const about = rules.filter(({ names }) => names.some((name) => members.includes(name)));
  const [best] = about.toSorted((one, other) => other.names.length - one.names.length);
  if (best === undefined) return `nothing keeps its ${members.length} members on different ${apart}`;
  const { rule, names } = best;
  const forgotten = members.filter((member) => !names.includes(member));
  return [
    ...forgotten.map((member) => `${rule.address} does not name ${member}`),
    ...(rule.flag("enabled") ? [] : [`${rule.address} is not enabled`]),
    ...(rule.flag("mandatory") ? [] : [`${rule.address} is not mandatory: vSphere may ignore it`]),
  ];
}
