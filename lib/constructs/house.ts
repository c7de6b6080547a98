import type { IConstruct } from "constructs";
import { fingerprintsOf } from "../guest/documents/certificate";
import type { Admin } from "../model/admin";
import type { EmergencyPatch } from "../model/emergency-patch";
import type { Site } from "../model/site";
import type { SshKey } from "../model/ssh-key";
import type { TrustRecord } from "../model/trust";

/** What holds on every server of a site, whoever's it is. */
export interface House {
  /** Everyone whose administrator access holds on the day. */
  readonly admins: readonly Admin[];
  /** Keys that sign administrators' SSH certificates. */
  readonly sshAuthorities: readonly SshKey[];
  /** The authority that signs servers' certificates, as PEM; undefined until there is one. */
  readonly authority: string | undefined;
  /** Servers' certificates by host name, as PEM. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Revision of all documents; see `LiveDocument`. */
  readonly revision: number;
  /** Leaks that don't wait for a window, as far as they hold on the day (C1). */
  readonly emergencies: readonly EmergencyPatch[];
  /** Who can read the password of a backup beside the repository, as age recipients. */
  readonly escrow: readonly string[];
}

/** Before a platform is declared nobody gets in, and no server has a name. */
const NOBODY: House = {
  admins: [],
  sshAuthorities: [],
  authority: undefined,
  certificates: new Map(),
  emergencies: [],
  revision: 1,
  escrow: [],
};

const houses = new WeakMap<IConstruct, Map<string, House>>();

/** Says what holds on the servers of a site. */
export function declareHouse(construct: IConstruct, site: Site, house: House): void {
  const { root } = construct.node;
  const known = houses.get(root) ?? new Map<string, House>();
  houses.set(root, known.set(site.name, house));
}

/** What holds on the servers of a site, once everything is declared. */
export function houseOf(construct: IConstruct, site: Site): House {
  return houses.get(construct.node.root)?.get(site.name) ?? NOBODY;
}

/** What of it a model file tells, for who looks whether servers believe just these. */
export function trustRecord({ sshAuthorities, authority, escrow }: Omit<House, "admins">): TrustRecord {
  return { sshAuthorities, authorities: authority === undefined ? [] : fingerprintsOf(authority), escrow };
}
