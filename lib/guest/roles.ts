import type { ServerRole } from "../model/model-file";
import type { Site } from "../model/site";
import type { Software } from "../model/software";
import { dataVolumePart } from "./data-volume";
import type { GuestPart } from "./guest-part";
import { DOCUMENT_NAMES, type DocumentName } from "./live-document";

/** What decides which parts a server has, and which live documents it reads. */
export interface ServerProfile {
  readonly role: ServerRole;
  readonly runs: Software | undefined;
  /** Has a data disk. */
  readonly data: boolean;
  /** Shares an address with the other members of its group. */
  readonly virtual: boolean;
}

/** The live documents a server reads, in the order in which it applies them. */
export function documentsOf(_profile: ServerProfile): readonly DocumentName[] {
  return DOCUMENT_NAMES.filter((name) => name === "firewall");
}

const made = new WeakMap<Site, Map<string, readonly GuestPart[]>>();

/** What a server is made of on its first boot. The same list for the same profile and site. */
export function partsOf(profile: ServerProfile, site: Site): readonly GuestPart[] {
  const ofSite = made.get(site) ?? new Map<string, readonly GuestPart[]>();
  made.set(site, ofSite);
  const key = JSON.stringify(profile);
  const known = ofSite.get(key) ?? describe(profile, site);
  ofSite.set(key, known);
  return known;
}

function describe({ data }: ServerProfile, _site: Site): readonly GuestPart[] {
  return data ? [dataVolumePart()] : [];
}
