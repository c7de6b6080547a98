import type { ModelFile } from "../../model/model-file";
import { stemOf } from "../../review/hazards/companies";
import type { Review } from "../../review/review";
import type { Logged } from "./apply-log";

/** A server that an apply stops, replaces, moves or takes away. */
export interface Down {
  /** Those that stand in for each other; gateways do for those of other sites. */
  readonly group: string;
  /** `verne-street/vsphere_virtual_machine.edge_1`. */
  readonly server: string;
}

/** Hazards whose subjects go down. */
const KINDS: readonly string[] = ["redundancy", "restart"];

/** How long a server may take, from the end of an apply, until somebody has seen it answer; in minutes. */
const SETTLING = 30;
/** How long an apply of which no end is known may be running still; in minutes. GitHub ends a job after 120. */
const RUNNING = 180;

/** Servers that go down when a plan is applied. */
export function downIn({ hazards }: Review, { stack, groups }: ModelFile): readonly Down[] {
  const subjects = hazards.filter(({ kind }) => KINDS.includes(kind)).flatMap(({ subjects: all }) => all);
  return [...new Set(subjects)].map((address) => {
    const group = groups.find(({ servers }) => servers.some((server) => server.address === address));
    const name = group?.role === "vpn-gateway" ? "the VPN gateways" : group?.path;
    return { group: name ?? `${stack}/${stemOf(address)}`, server: `${stack}/${address}` };
  });
}

/**
 * Why servers may not go down now: another of the same group has just gone down in an apply of its own, which no review of one plan
 * can see (H-03). Undefined where nothing speaks against it.
 *
 * @param before what was written down until now, oldest first
 */
export function whyNotNow(
  down: readonly Down[],
  before: readonly Logged[],
  now: Date = new Date(),
): string | undefined {
  const reasons = before.flatMap((entry) => {
    if (entry.outcome !== "begun") return [];
    const end = before.find(({ id, outcome }) => id === entry.id && outcome !== "begun");
    if (end?.outcome === "refused") return [];
    const minutes = end === undefined ? RUNNING : SETTLING;
    const until = new Date(Date.parse((end ?? entry).at) + minutes * 60_000);
    if (until <= now) return [];
    return down.flatMap(({ group, server }) => {
      const other = entry.down.find((one) => one.group === group && one.server !== server);
      if (other === undefined) return [];
      const when = end === undefined ? "is being applied, or was cut off" : `ended at ${end.at}`;
      return `${server} stands in for ${other.server}, which went down in an apply that ${when}. See that one answer, and come back after ${until.toISOString()}.`;
    });
  });
  return reasons.at(-1);
}
