import { ERROR_FOR_DATA } from "../../level";
import { Machine } from "../../machine";
import { type Subject, stackRule } from "../../rule";
import { isGiven, SCAN_SETTINGS } from "../../subjects/awaited";
import { filesOf } from "../../subjects/frozen";
import type { StackOutput } from "../../terraform/stack-output";

/** Something that servers of a stack wait for, known as `verne-production/logCollector`. */
interface Awaited extends Subject {
  readonly isThere: boolean;
  /** What is not so until then, and where to declare it. */
  readonly otherwise: string;
}

/** B-01, B-15, B-16, H-20: what is known only after a first boot, or made by others, is declared once it is there. */
export const whatServersWaitForIsDeclared = stackRule<Awaited>({
  id: "what-servers-wait-for-is-declared",
  info: "nothing that servers need of the house and the site is still waited for: an authority, a collector's name, a database of leaks, who can read backups",
  explanation:
    "A platform has to run before its servers can report their keys and ask for certificates, so it is made without them. What is left so after that keeps its logs to itself, makes no backup and does not know its leaks.",
  remedy: "declare it as README.md says under The first time, and synthesize again",
  promises: ["B-01", "B-15", "B-16", "H-07", "H-20", "V-10"],
  levels: ERROR_FOR_DATA,
  waivable: true,
  subjects: awaitedIn,
  judge: ({ isThere, otherwise }) => (isThere ? undefined : otherwise),
});

function awaitedIn(stack: StackOutput): readonly Awaited[] {
  const { model, name } = stack;
  const known = Machine.in(stack).filter(({ group }) => group !== undefined);
  if (known.length === 0) return [];
  const site = model.site.name;
  const isBackedUp = known.some(({ group }) => group?.role === "server");
  return [
    {
      id: `${name}/authority`,
      isThere: isGiven(stack, "identity"),
      otherwise: "servers have no certificates: authority is not declared in stacks/platform.ts",
    },
    {
      id: `${name}/logCollector`,
      isThere: isGiven(stack, "logs"),
      otherwise: `logs are sent nowhere: logCollector of the site ${site} is not declared`,
    },
    {
      id: `${name}/vulnerabilityDatabase`,
      isThere: known.some((machine) => filesOf(machine).has(SCAN_SETTINGS)),
      otherwise: `servers are not scanned for leaks: vulnerabilityDatabase of the site ${site} is not declared`,
    },
    ...(isBackedUp
      ? [
          {
            id: `${name}/backupRecipient`,
            isThere: isGiven(stack, "backup"),
            otherwise: `no backups are made: neither backupRecipient of the site ${model.backupSite?.name ?? "they go to"} is declared nor an escrow in stacks/platform.ts`,
          },
        ]
      : []),
  ];
}
