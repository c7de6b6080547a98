import type { IpAddress } from "../model/ip";
import { type Site, UPLINK_OFFSET } from "../model/site";
import { GroupAddresses } from "../model/street-plan";

/** Id of a site's backup repository, and what the names of its servers begin with. */
export const REPOSITORY_ID = "backup";

/** Where a site's own repository is: IPv4 only, as the site's services are. */
export function repositoryAddresses({ uplink }: Site): GroupAddresses {
  return new GroupAddresses([uplink.network], UPLINK_OFFSET.backupRepository);
}

export function repositoryAddress(site: Site): IpAddress {
  return repositoryAddresses(site).member(1)[0] as IpAddress;
}

/** Whether servers of other sites send their backups to a server of ours, which is known by its host name. */
export function hasOwnRepository(site: Site): boolean {
  const { backup } = site.services;
  return backup.length === 1 && backup[0]?.equals(repositoryAddress(site)) === true;
}

/** The host name of a site's own repository, and the name in its certificate. */
export function repositoryName({ name }: Site): string {
  return `${REPOSITORY_ID}-${name}-1`;
}
