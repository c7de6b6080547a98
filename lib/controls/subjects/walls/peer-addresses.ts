import { Admin } from "../../../model/admin";
import type { ModelFile, SiteRecord } from "../../../model/model-file";
import type { ServiceName } from "../../../model/peer";
import { Port } from "../../../model/port";
import { Addresses } from "../../../network/addresses";
import { memoized } from "../../../network/memo";
import type { OutsidePeer } from "../../../network/street-facts";
import { everyoneOutside, networksOf, poolsOfModel, sitesOf } from "./networks-of";

/** Who somebody outside an environment is, as addresses. */
export function outsideAddresses(peer: OutsidePeer, model: ModelFile): Addresses {
  switch (peer.kind) {
    case "internet":
    // Which of them are a country's, only the edge knows.
    case "country":
      return everyoneOutside(model);
    case "vpn":
      return poolsOfModel(model);
    case "whitelist":
      return networksOf(peer.entries.map(({ network }) => network));
    case "networks":
      return networksOf(peer.networks);
    case "checkpoints":
    case "scanners":
      return networksOf(peer.list.networks);
    case "admins":
      return adminAddresses(peer.logins, model);
    case "service":
      return serviceAddresses(peer.name, model);
  }
}

/** The addresses that the VPNs of a stack's sites give to some administrators. */
function adminAddresses(logins: readonly string[], model: ModelFile): Addresses {
  const pools = sitesOf(model).flatMap(({ vpn }) =>
    [vpn.pool, vpn.pool6].filter((pool) => pool !== undefined),
  );
  return Addresses.of(...logins.flatMap((login) => pools.map((pool) => Admin.addressIn(pool, login))));
}

function serviceAddresses(
  name: ServiceName,
  { site, backupSite }: Pick<ModelFile, "site" | "backupSite">,
): Addresses {
  if (name === "dns" || name === "ntp") return Addresses.of(...site[name]);
  // A server's backups go to the other site (B-16).
  return Addresses.of(...(name === "backup" ? (backupSite ?? site) : site).services[name]);
}

/** Something every server uses, and by which port. */
export interface Service {
  readonly name: ServiceName;
  readonly port: Port;
  readonly addresses: Addresses;
}

const PORTS: readonly (readonly [ServiceName, Port])[] = [
  ["dns", Port.udp(53)],
  ["dns", Port.tcp(53)],
  ["ntp", Port.udp(123)],
  ["logs", Port.tcp(5044)],
  ["packages", Port.tcp(443)],
  ["backup", Port.tcp(8000)],
];

/** The port on which a repository takes backups. */
export const BACKUP_PORT = Port.tcp(8000);

/** What the servers of a stack use; those of a platform hold nothing that has to be kept, and make no backups. */
export const servicesOf = memoized(({ kind, site, backupSite }: ModelFile): readonly Service[] =>
  PORTS.filter(([name]) => name !== "backup" || kind !== "platform").map(([name, port]) => ({
    name,
    port,
    addresses: serviceAddresses(name, { site, backupSite }),
  })),
);

/** Every service's address of some sites. */
export function serviceAddressesOf(sites: readonly SiteRecord[]): Addresses {
  return Addresses.of(
    ...sites.flatMap(({ dns, ntp, services }) => [...dns, ...ntp, ...Object.values(services).flat()]),
  );
}
