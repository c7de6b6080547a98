import { InvalidError, type Mistakes } from "../model/mistake";
import type { PromiseId } from "../model/promises";
import { type Site, UPLINK_OFFSET } from "../model/site";
import { VmSize } from "../model/vm-size";
import { Addresses } from "../network/addresses";
import { compileBackupRepository } from "../network/compile-platform";
import { renderHost } from "../network/nftables";
import type { Payloads } from "./documents";
import { checkDeclared } from "./findings";
import { checkDataSize, checkGeneration, checkSize } from "./group-checks";
import { platformGuest } from "./platform-guest";
import { hasOwnRepository, repositoryAddress, repositoryAddresses } from "./repository-place";
import type { SitePlatform } from "./site-platform";
import { type GroupWalls, VmGroup } from "./vm-group";

export interface BackupRepositoryProps {
  /** @default VmSize.MEDIUM */
  readonly size?: VmSize;
  /** Size of its data disk, in GiB: room for the other sites' data, 21 nights and 6 weeks of it. @default 2048 */
  readonly gib?: number;
  /** Raising it replaces the server; its data disk stays behind on the datastore. @default 1 */
  readonly generation?: number;
}

const DEFAULT_GIB = 2048;

/**
 * Where a site keeps the backups of the other sites' servers (B-16, H-08): append-only for who sends them, kept 21
 * nights and 6 weeks by the repository itself (B-15, H-09), so that a server that is broken into cannot delete its past.
 */
export class BackupRepository extends VmGroup {
  private readonly platform: SitePlatform;

  constructor(platform: SitePlatform, id: string, props: BackupRepositoryProps) {
    const { site } = platform;
    const path = `${platform.path}/${id}`;
    const { size, gib } = checkDeclared(platform, props, (check) => checkProps(props, site, check), path);
    const { network } = site.uplink;
    super(platform, id, {
      hostNamePrefix: `${id}-${site.name}`,
      role: "backup-repository",
      stage: undefined,
      runs: undefined,
      size,
      dataGib: gib,
      members: [1],
      generationOf: () => props.generation ?? 1,
      interfaces: [
        {
          zone: "uplink",
          portGroupId: platform.lookups.portGroupId(site.uplink.portGroup),
          networks: [network],
          addresses: repositoryAddresses(site),
          hasVirtual: false,
          gateways: [network.at(UPLINK_OFFSET.router)],
        },
      ],
      placement: platform.placement,
      guest: platformGuest(site),
    });
    this.platform = platform;
  }

  override get walls(): GroupWalls {
    const { site, otherSites } = this.platform;
    return compileBackupRepository(this.record, site, otherSites);
  }

  protected override ownPayloads(): Payloads {
    return {};
  }

  /** It can look after what it keeps once servers know whom to encrypt its password to. */
  protected override ownPromises(): readonly PromiseId[] {
    const keeps = this.platform.site.backupRecipient !== undefined;
    return ["B-16", "H-08", ...(keeps ? (["B-15", "B-17", "B-19", "H-09"] as const) : [])];
  }

  protected override renderFirewall(): string {
    return renderHost(this.record.path, this.walls, Addresses.NONE);
  }
}

function checkProps(props: BackupRepositoryProps, site: Site, check: Mistakes) {
  check.attempt("backup.generation", () => checkGeneration(1, props.generation ?? 1, [1]));
  check.attempt("site", () => checkAddress(site));
  return {
    size: check.attempt("backup.size", () => checkSize(props.size ?? VmSize.MEDIUM)) ?? VmSize.MEDIUM,
    gib: check.attempt("backup.gib", () => checkDataSize(props.gib ?? DEFAULT_GIB)) ?? DEFAULT_GIB,
  };
}

/** Servers of other sites send their backups to `services.backup`; that has to be this repository. */
function checkAddress(site: Site): void {
  if (hasOwnRepository(site)) return;
  const address = repositoryAddress(site);
  throw new InvalidError({
    value: `services.backup ${site.services.backup.join(", ")} of ${site.name}`,
    problem: `is where other sites' servers send their backups; the repository of this platform is at ${address}`,
    remedy: `write services: { backup: ["${address}"], … }, or backup: "elsewhere" for a repository that is not ours`,
  });
}
