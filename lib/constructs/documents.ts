import { sshDocument } from "../guest/access/ssh";
import { sudoersDocument } from "../guest/access/sudo";
import { identityDocument } from "../guest/documents/identity";
import type { DocumentName } from "../guest/documents/live-document";
import type { LogFile } from "../guest/logs/log-source";
import { type LogLabels, logsDocument } from "../guest/logs/logs";
import type { PatchPlan } from "../guest/patching/patch-plan";
import { patchDocument } from "../guest/patching/patching";
import type { IpAddress } from "../model/ip";
import type { GroupRecord } from "../model/model-file";
import type { Site } from "../model/site";
import type { House } from "./house";

/** What a server is told of itself, whatever its role. */
export interface GroupGuest {
  /** Whose it is and what it is for, in its logs. */
  readonly labels: Omit<LogLabels, "group">;
  /** Logs that are files. */
  readonly logFiles: readonly LogFile[];
  /** When each member is patched. */
  readonly patches: PatchPlan;
  /** Others that may not be down together with these. */
  readonly patchPeers: readonly IpAddress[];
}

/** Payloads of one group's live documents; what is left out is not known yet. */
export type Payloads = Partial<Record<DocumentName, string>>;

/**
 * Documents every server has. Without an authority it has no certificate, and without a collector's name nowhere to
 * send its logs.
 */
export function commonPayloads(record: GroupRecord, guest: GroupGuest, house: House, site: Site): Payloads {
  const { admins, authority, certificates, emergencies, sshAuthorities } = house;
  const { labels, logFiles, patches, patchPeers } = guest;
  const group = record.path.slice(record.path.lastIndexOf("/") + 1);
  const own = record.servers.flatMap(({ name }) => certificates.get(name) ?? []);
  const urgent = emergencies.filter((emergency) => emergency.covers(labels.client, group));
  return {
    ...(authority === undefined ? {} : { identity: identityDocument({ authority, certificates: own }) }),
    ssh: sshDocument({ admins, authorities: sshAuthorities }),
    sudoers: sudoersDocument({ admins }),
    patch: patchDocument(patches, {
      addresses: seenBy(record),
      peers: patchPeers,
      emergencies: urgent,
    }),
    ...(site.logCollector === undefined
      ? {}
      : {
          logs: logsDocument({
            collectors: site.services.logs,
            collectorName: site.logCollector,
            labels: { ...labels, group },
            files: logFiles,
          }),
        }),
  };
}

/** The address of each member at which the others see it: over the link of their own, where they have one. */
function seenBy({ servers }: GroupRecord): readonly IpAddress[] {
  return servers.flatMap(({ interfaces }) => {
    const card = interfaces.find(({ zone }) => zone === "sync") ?? interfaces[0];
    return (card?.addresses ?? []).filter(({ family }) => family === 4);
  });
}
