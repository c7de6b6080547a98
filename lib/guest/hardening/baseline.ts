import { ACCESS } from "./baseline/access";
import { ACCOUNTS } from "./baseline/accounts";
import { FILES } from "./baseline/files";
import { FILESYSTEMS } from "./baseline/filesystems";
import type { BaselineException, BaselineItem, BaselineRole } from "./baseline/item";
import { LOGGING } from "./baseline/logging";
import { NETWORK } from "./baseline/network";
import { SERVICES } from "./baseline/services";
import { SYSTEM } from "./baseline/system";

export type { BaselineException, BaselineItem, BaselineRole, Measure } from "./baseline/item";
export { BASELINE_ROLES } from "./baseline/item";

/** The hardening of every server (H-22, B-07): CIS Debian 12, level 1, and of level 2 what these servers can hold. */
export const BASELINE: readonly BaselineItem[] = [
  ...FILESYSTEMS,
  ...SYSTEM,
  ...SERVICES,
  ...NETWORK,
  ...ACCESS,
  ...ACCOUNTS,
  ...LOGGING,
  ...FILES,
].sort((one, other) => compareIds(one.id, other.id));

/** What of level 1 is about something else than these servers: the benchmark offers a choice, and this is the other. */
export const LEFT_OUT: readonly { readonly chapter: string; readonly reason: string }[] = [
  { chapter: "1.7", reason: "there is no graphical desktop" },
  { chapter: "2.3.2", reason: "chrony keeps the time; systemd-timesyncd never runs (2.3.1.1)" },
  { chapter: "4.2", reason: "nftables keeps the walls, not ufw (4.1.1)" },
  { chapter: "4.4", reason: "nftables keeps the walls, not iptables (4.1.1)" },
  {
    chapter: "6.1.2.1",
    reason: "the log shipper of the part `logs` sends logs away, not systemd-journal-upload",
  },
  { chapter: "6.1.2.2", reason: "the journal and the log shipper are one chain; see the part `logs`" },
  {
    chapter: "6.1.3",
    reason:
      "the journal is where logs are kept; rsyslog only sends them on, see the part `logs`; rotation (6.1.3.8) is of both",
  },
];

/** Numbers of chapters in their order: 1.1.1.9 before 1.1.1.10. */
export function compareIds(one: string, other: string): number {
  const [a, b] = [one, other].map((id) => id.split(".").map(Number)) as [number[], number[]];
  const at = a.findIndex((number, index) => number !== b[index]);
  if (at < 0) return a.length - b.length;
  return (a[at] as number) - (b[at] ?? -1);
}

/** Why an item does not hold on servers of a role, if it does not. */
export function exceptionFor(item: BaselineItem, role: BaselineRole): BaselineException | undefined {
  return item.exceptions?.find(({ roles }) => roles === undefined || roles.includes(role));
}

/** The items that hold on servers of a role, in the order of their ids. */
export function baselineFor(role: BaselineRole): readonly BaselineItem[] {
  return BASELINE.filter((item) => exceptionFor(item, role) === undefined);
}

/** An exception, with the item it is of. */
export interface ExceptedItem extends BaselineException {
  readonly id: string;
  readonly title: string;
}

/** What does not hold on servers of a role, with the reason. */
export function exceptionsFor(role: BaselineRole): readonly ExceptedItem[] {
  return BASELINE.flatMap((item) => {
    const exception = exceptionFor(item, role);
    return exception === undefined ? [] : [{ ...exception, id: item.id, title: item.title }];
  });
}
