import type { ServerRole } from "../model/model-file";
import type { Site } from "../model/site";
import { isDatabase, Software } from "../model/software";
import { auditPart } from "./access/audit";
import { sshPart } from "./access/ssh";
import { sudoPart } from "./access/sudo";
import { vpnPart } from "./access/vpn";
import { backupPart } from "./backup/backup";
import { backupRepositoryPart } from "./backup/backup-repository";
import { dataVolumePart } from "./boot/data-volume";
import { aptPart } from "./boot/packages";
import { agentPart } from "./documents/agent";
import { identityPart } from "./documents/identity";
import { DOCUMENT_NAMES, type DocumentName } from "./documents/live-document";
import type { GuestPart } from "./guest-part";
import { hardeningPart } from "./hardening/hardening";
import { integrityPart } from "./hardening/integrity";
import { timeSyncPart } from "./hardening/time-sync";
import { logsPart } from "./logs/logs";
import { metricsPart } from "./logs/metrics";
import { firewallPart } from "./network/firewall";
import { connectionSyncPart, redundancyPart } from "./network/redundancy";
import { routerPart } from "./network/router";
import { patchingPart } from "./patching/patching";
import { vulnerabilityScanPart } from "./patching/vulnerability-scan";
import { databasePart } from "./software/database";
import { webPart } from "./software/web";

/** What decides which parts a server has, and which live documents it reads. */
export interface ServerProfile {
  readonly role: ServerRole;
  readonly runs: Software | undefined;
  /** Has a data disk. */
  readonly data: boolean;
  /** Shares an address with the other members of its group. */
  readonly virtual: boolean;
}

/** Where a server stands, and the other sites its administrators may come through. */
export interface ServerSites {
  readonly site: Site;
  readonly otherSites: readonly Site[];
}

/** Documents of every server. */
const COMMON: readonly DocumentName[] = ["identity", "firewall", "ssh", "sudoers", "patch", "logs"];

/** The live documents a server reads, in the order in which it applies them. */
export function documentsOf({ role, virtual }: ServerProfile): readonly DocumentName[] {
  const own: readonly DocumentName[] = [
    ...COMMON,
    ...(virtual ? (["keepalived"] as const) : []),
    ...(role === "vpn-gateway" ? (["vpn"] as const) : []),
    // The platform's own servers and edges hold nothing that a new one would not make or be given again.
    ...(role === "server" ? (["backup"] as const) : []),
  ];
  return DOCUMENT_NAMES.filter((name) => own.includes(name));
}

const made = new WeakMap<Site, Map<string, readonly GuestPart[]>>();

/** What a server is made of on its first boot, in order. The same list for the same profile and sites. */
export function partsOf(profile: ServerProfile, sites: ServerSites): readonly GuestPart[] {
  const ofSite = made.get(sites.site) ?? new Map<string, readonly GuestPart[]>();
  made.set(sites.site, ofSite);
  const key = JSON.stringify([profile, sites.otherSites.map(({ name, vpn }) => [name, vpn])]);
  const known = ofSite.get(key) ?? describeServer(profile, sites);
  ofSite.set(key, known);
  return known;
}

function describeServer(profile: ServerProfile, sites: ServerSites): readonly GuestPart[] {
  const { site, otherSites } = sites;
  const pools = [site, ...otherSites].flatMap(({ vpn }) => (vpn.pool6 ? [vpn.pool, vpn.pool6] : [vpn.pool]));
  return [
    aptPart({
      ...(site.packageMirror === undefined ? {} : { mirror: site.packageMirror }),
      ...(site.packageKey === undefined ? {} : { key: site.packageKey }),
    }),
    hardeningPart(profile.runs === Software.NGINX ? "web" : profile.role),
    timeSyncPart(site),
    ...(profile.data ? [dataVolumePart()] : []),
    identityPart(),
    ...networkParts(profile, site),
    sshPart(pools),
    sudoPart(),
    auditPart(),
    logsPart(),
    metricsPart(),
    patchingPart(),
    ...(site.vulnerabilityDatabase === undefined
      ? []
      : [vulnerabilityScanPart({ database: site.vulnerabilityDatabase })]),
    ...workParts(profile),
    // What comes after is compared with what is here now, and documents need all that they are applied to.
    integrityPart(),
    agentPart(documentsOf(profile)),
  ];
}

function networkParts({ role, virtual }: ServerProfile, site: Site): readonly GuestPart[] {
  const countries = role === "edge" && site.countrySource !== undefined;
  return [
    firewallPart(countries ? { countries: { source: site.countrySource as string } } : {}),
    ...(role === "edge" || role === "vpn-gateway" ? [routerPart()] : []),
    ...(virtual ? [redundancyPart()] : []),
    ...(role === "edge" ? [connectionSyncPart()] : []),
    ...(role === "vpn-gateway" ? [vpnPart(site)] : []),
  ];
}

function workParts({ role, runs }: ServerProfile): readonly GuestPart[] {
  return [
    ...(role === "server" ? [backupPart()] : []),
    ...(role === "backup-repository" ? [backupRepositoryPart()] : []),
    ...(runs === Software.NGINX ? [webPart()] : []),
    ...(isDatabase(runs) ? [databasePart({ engine: runs })] : []),
  ];
}
