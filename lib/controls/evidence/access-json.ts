import { endingOf } from "./access-grant";
import type { AccessReport } from "./access-report";

/** The version of the shape below; another one when a reader of this one could go wrong. */
const ACCESS_VERSION = 1;

/** The report of who has access, for programs. What does not apply is `null`, never left out. */
export function accessJson(report: AccessReport): string {
  const { day, client, grants, notLooked } = report;
  const told = {
    version: ACCESS_VERSION,
    day: `${day}`,
    client: client ?? null,
    grants: grants.map((grant) => ({
      kind: grant.kind,
      who: grant.who,
      owner: grant.owner,
      can: grant.can,
      why: grant.why,
      declaredBy: grant.declaredBy,
      until: grant.until === undefined ? null : `${grant.until}`,
      untilText: grant.untilText,
      ending: endingOf(grant, day),
      daysLeft: grant.until === undefined ? null : day.daysUntil(grant.until),
    })),
    notLooked,
  };
  return `${JSON.stringify(told, undefined, 2)}\n`;
}
