import type { SiteProps } from "../../lib";
import { packageKey } from "../../stacks/package-key";

/** What both variants of the bench are told. Everything else each works out in its own way. */
export interface DeclaredClient {
  readonly name: string;
  /** Number of its block in the site's, from 0. */
  readonly place: number;
  readonly network: string;
  readonly network6: string;
  readonly team: string;
}

/**
 * The site on which all clients stand: room for 511 blocks of /22, each with eight VLANs. Storage is a datastore
 * cluster, the case in which vSphere is told most.
 */
export const HOME: SiteProps = {
  name: "home",
  datacenter: "home-dc",
  cluster: "home-cluster",
  hosts: ["esx1.home.example.nl", "esx2.home.example.nl", "esx3.home.example.nl"],
  storage: { datastoreCluster: "home-flash" },
  distributedSwitch: "home-dvs",
  template: "debian-12-straat",
  virtualTpm: true,
  streets: "10.24.0.0/13",
  streets6: "2001:db8:2000::/36",
  vlans: { first: 1, last: 4094 },
  uplink: { portGroup: "home-uplink", network: "172.20.0.0/19", network6: "2001:db8:20:ffff::/64" },
  vpn: { endpoint: "vpn.home.example.nl", pool: "10.99.1.0/24", pool6: "2001:db8:99:1::/64" },
  dns: ["172.31.1.53", "172.31.2.53"],
  ntp: ["172.31.1.123", "172.31.2.123"],
  packageMirror: "https://packages.example.nl",
  packageKey,
  vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
  logCollector: "logs.example.nl",
  // Examples, as in `stacks`.
  backupRecipient: "age1u4nmqlrhnaycmnk8x3rznafv5lhhj8k3yghkr9kq4m696ghdqdfqyyh5ee",
  services: { logs: ["172.31.0.44"], packages: ["172.31.0.80"], backup: ["172.20.0.5"] },
};

/** The other data centre, for backups: it has a platform and no clients. */
export const AWAY: SiteProps = {
  ...HOME,
  name: "away",
  datacenter: "away-dc",
  cluster: "away-cluster",
  hosts: ["esx1.away.example.nl", "esx2.away.example.nl"],
  storage: { datastoreCluster: "away-flash" },
  distributedSwitch: "away-dvs",
  streets: "10.32.0.0/13",
  streets6: "2001:db8:3000::/36",
  uplink: { portGroup: "away-uplink", network: "172.20.32.0/19", network6: "2001:db8:24:ffff::/64" },
  vpn: { endpoint: "vpn.away.example.nl", pool: "10.99.2.0/24", pool6: "2001:db8:99:2::/64" },
  backupRecipient: "age1lmhpxlu2vr9gvr6ypr25qy6p3vcwptr59rqxay94yxq0ymralf6st33ydh",
  services: { ...HOME.services, backup: ["172.20.32.5"] },
};

/** Who can read every backup, as in `stacks/platform.ts`. */
export const ESCROW = ["age1j70aqf57yq2zkh76zqgxmscw269eumq5dnuv6866w66mhjxmg3gsrmn9hp"];

/** Clients the site has blocks and VLANs for. */
export const CLIENTS_MAX = 511;

/** Clients of a fleet of this size; client n is the same in a fleet of any size. */
export function declaredClients(count: number): readonly DeclaredClient[] {
  return Array.from({ length: count }, (_, place) => ({
    name: `client-${String(place + 1).padStart(3, "0")}`,
    place,
    network: `10.${24 + Math.floor(place / 64)}.${4 * (place % 64)}.0/22`,
    network6: `2001:db8:${(0x2000 + place).toString(16)}::/48`,
    team: `Team ${place + 1}`,
  }));
}
