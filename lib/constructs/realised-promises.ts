import type { GroupRecord } from "../model/model-file";
import type { PromiseId } from "../model/promises";
import type { Site } from "../model/site";
import { isDatabase, Software } from "../model/software";
import type { House } from "./house";

/** What every server keeps by the parts it is made of and the documents it reads; see `lib/guest/roles.ts`. */
const EVERY_SERVER: readonly PromiseId[] = [
  // A machine of vSphere, rendered from what is in version control, with nothing that is done by hand.
  ...(["B-07", "H-02"] as const),
  // Hardened, and compared with itself every day.
  ...(["H-22", "I-08"] as const),
  // What people do on it is recorded.
  "B-13",
  // In by the VPN and then by SSH with a key: named people, few, and from the pools of the VPN only.
  ...(["H-15", "H-16", "H-17", "V-03", "V-07", "V-08", "V-09"] as const),
  // Patched in the windows, wholly once a month.
  ...(["H-18", "H-19"] as const),
];

/**
 * Promises that a group of servers realises. What waits for something that is not declared yet is left out: it is
 * realised from the day on which that is declared.
 */
export function realisedByServers(
  { servers, runs }: Pick<GroupRecord, "servers" | "runs">,
  site: Pick<Site, "logCollector" | "vulnerabilityDatabase">,
  house: Pick<House, "authority">,
): readonly PromiseId[] {
  const redundant = servers.length > 1;
  // Logs go over TLS, with the server's certificate; the figures of a server travel with them.
  const tells = site.logCollector !== undefined && house.authority !== undefined;
  const scans = site.vulnerabilityDatabase !== undefined;
  return [
    ...EVERY_SERVER,
    ...(redundant ? (["H-03", "H-04"] as const) : []),
    ...(tells ? (["B-01", "B-20"] as const) : []),
    // Without an inventory nobody would know how old a critical leak is.
    ...(scans ? (["H-20", "I-04"] as const) : []),
    ...(runs === Software.NGINX || isDatabase(runs) ? (["V-10"] as const) : []),
  ];
}

/** What servers keep whose backups go to the other site: twice a day, watched from both ends. */
export const BACKED_UP: readonly PromiseId[] = ["B-15", "B-16", "B-17", "H-07", "H-08"];

/** Kept in one order, and each once. */
export function sortedPromises(ids: readonly PromiseId[]): readonly PromiseId[] {
  return [...new Set(ids)].sort();
}
