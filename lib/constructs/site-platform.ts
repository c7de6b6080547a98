import { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { Tag } from "@cdktf/provider-vsphere/lib/tag";
import { TagCategory } from "@cdktf/provider-vsphere/lib/tag-category";
import { Construct } from "constructs";
import { Admin, type AdminProps } from "../model/admin";
import type { Cidr } from "../model/cidr";
import { Classification } from "../model/classification";
import { InvalidError, type Mistakes } from "../model/mistake";
import { MODEL_FILE_VERSION, type ModelFile, siteRecord } from "../model/model-file";
import { FIGURES } from "../model/promises/figures";
import type { Site } from "../model/site";
import { Stage } from "../model/stage";
import { BackupRepository, type BackupRepositoryProps } from "./backup-repository";
import { dayOf } from "./declared-day";
import { checkDeclared, notify } from "./findings";
import { pathOf } from "./path";
import { TAG_CATEGORIES, type TagCategoryName, tagCategoryName } from "./site-lookups";
import { StraatStack } from "./straat-stack";
import type { Placement, VmGroup } from "./vm-group";
import { VpnGateway, type VpnGatewayProps } from "./vpn-gateway";

export interface SitePlatformProps {
  readonly site: Site;
  /**
   * The other sites. Administrators reach their servers through this gateway too: either gateway has to be enough
   * when the other site is lost.
   */
  readonly otherSites: readonly Site[];
  /** Everyone with administrator access, to both sites. */
  readonly admins: readonly AdminProps[];
  readonly vpn?: VpnGatewayProps;
  /** Where the other sites' backups are kept. `"elsewhere"` where that is no server of ours. @default a server of 2 TiB */
  readonly backup?: BackupRepositoryProps | "elsewhere";
  /**
   * Public keys that sign administrators' SSH certificates; a certificate counts for who is also in `admins`.
   * @default none: administrators use their own keys
   */
  readonly sshAuthorities?: readonly string[];
  /**
   * The authority that signs servers' certificates, as PEM. @default none: logs and backups wait until there is one
   */
  readonly authority?: string;
  /** Certificates of servers, as PEM, for the requests they report on their first boot. @default none yet */
  readonly certificates?: readonly string[];
  /** Age recipients that can read the password of every backup, kept outside both sites (B-18). @default none */
  readonly escrow?: readonly string[];
  /**
   * Raised when no server may go back to an older document, for example after somebody's access was withdrawn.
   * @default 1
   */
  readonly revision?: number;
}

/** What is on a site before any client: tags, the folder of all streets, and the site's VPN gateway. */
export class SitePlatform extends StraatStack {
  readonly placement: Placement;
  readonly otherSites: readonly Site[];
  readonly vpn: VpnGateway;
  /** Undefined where backups are kept by a server that is not ours. */
  readonly repository: BackupRepository | undefined;
  private readonly admins: readonly Admin[];

  constructor(scope: Construct, props: SitePlatformProps) {
    super(scope, stackName(props.site), props.site);
    this.placement = this.place();
    this.otherSites = props.otherSites;
    this.vpn = new VpnGateway(this, "vpn", props.vpn ?? {});
    const backup = props.backup ?? {};
    this.repository = backup === "elsewhere" ? undefined : new BackupRepository(this, "backup", backup);
    this.admins = checkDeclared(this, props, (check) => checkAdmins(props.admins, props.site, check));
    for (const admin of this.admins.filter((person) => !person.holdsOn(dayOf(this)))) {
      notify(this, { text: `access of ${admin.person} has ended and is left out`, until: admin.until });
    }
    this.verifySite();
  }

  /** The platform of a site in the same app, where there is one. */
  static find(construct: Construct, site: Site): SitePlatform | undefined {
    const child = construct.node.root.node.tryFindChild(stackName(site));
    return child instanceof SitePlatform ? child : undefined;
  }

  get path(): string {
    return pathOf(this);
  }

  toModel(): ModelFile {
    return {
      version: MODEL_FILE_VERSION,
      stack: this.node.id,
      kind: "platform",
      site: siteRecord(this.site),
      backupSite: undefined,
      client: undefined,
      stage: undefined,
      audience: undefined,
      zones: [],
      groups: this.groups.map(({ record }) => record),
      flows: [],
      walls: this.groups.flatMap((group) => group.wallRecords),
      admins: this.admins.filter((admin) => admin.holdsOn(dayOf(this))),
      realises: [...new Set(this.groups.flatMap(({ realises }) => realises))].sort(),
    };
  }

  private get groups(): readonly VmGroup[] {
    return this.repository === undefined ? [this.vpn] : [this.vpn, this.repository];
  }

  /** Looks up what streets of this site build on, so that a wrong name is found here and not in a client's plan. */
  private verifySite(): void {
    const { site, lookups } = this;
    for (const host of site.hosts) lookups.host(host);
    if (site.storage.kind === "datastores") for (const name of site.storage.names) lookups.datastoreId(name);
    else lookups.datastoreClusterId(site.storage.name);
  }

  private place(): Placement {
    const tags = new Construct(this, "tag");
    const categories = new Map(TAG_CATEGORIES.map((name) => [name, this.addCategory(tags, name)]));
    const addTag = (category: TagCategoryName, name: string, description: string) =>
      new Tag(tags, `${category}-${name}`, {
        name,
        description,
        categoryId: (categories.get(category) as TagCategory).id,
      });
    for (const stage of Stage.ALL) addTag("stage", stage.name, `Stage ${stage.letter} of the street (B-09)`);
    for (const { name, level } of Classification.ALL) addTag("class", name, `Data of class ${level} (V-02)`);

    const place = new Construct(this, "place");
    const folder = new Folder(place, "folder", {
      path: "straat",
      type: "vm",
      datacenterId: this.lookups.datacenterId,
    });
    const pool = new ResourcePool(place, "pool", {
      name: this.node.id,
      parentResourcePoolId: this.lookups.rootPoolId,
      cpuShareLevel: "high",
      memoryShareLevel: "high",
    });
    return { folder: folder.path, resourcePoolId: pool.id, tagIds: [] };
  }

  private addCategory(scope: Construct, name: TagCategoryName): TagCategory {
    return new TagCategory(scope, name, {
      name: tagCategoryName(this.site, name),
      description: `The ${name} an object belongs to`,
      cardinality: "SINGLE",
      associableTypes: ["VirtualMachine"],
    });
  }
}

function stackName(site: Site): string {
  return `platform-${site.name}`;
}

function checkAdmins(admins: readonly AdminProps[], site: Site, check: Mistakes): readonly Admin[] {
  const made = admins.map((admin, index) => check.attempt(`admins[${index}]`, () => Admin.of(admin)));
  const people = made.filter((admin) => admin !== undefined);
  for (const property of ["login", "sshKey", "wireguardKey"] as const) {
    check.attempt("admins", () => checkShared(people, property));
  }
  check.attempt("admins", () => checkAddresses(people, site.vpn.pool));
  if (admins.length > FIGURES.maximumAdmins) {
    check.add({
      property: "admins",
      value: String(admins.length),
      problem: `a limited number of people has administrator access: at most ${FIGURES.maximumAdmins} (H-16)`,
      remedy: "remove who no longer needs it",
    });
  }
  return people;
}

function checkShared(people: readonly Admin[], property: "login" | "sshKey" | "wireguardKey"): void {
  for (const [index, person] of people.entries()) {
    const other = people
      .slice(0, index)
      .find((earlier) => String(earlier[property]) === String(person[property]));
    if (other === undefined) continue;
    throw new InvalidError({
      value: `${property} of ${other.login} and ${person.login}`,
      problem: "two people share what has to tell them apart (V-03)",
      remedy: "give each person a login and keys of their own",
    });
  }
}

/** An address follows from a login, and two logins may meet; then neither address would tell whose it is. */
function checkAddresses(people: readonly Admin[], pool: Cidr): void {
  const holders = new Map<string, string>();
  for (const { login } of people) {
    const address = `${Admin.addressIn(pool, login)}`;
    const holder = holders.get(address);
    holders.set(address, login);
    if (holder === undefined || holder === login) continue;
    throw new InvalidError({
      value: `${holder} and ${login}`,
      problem: `both logins get ${address} in the VPN, which has to tell them apart (H-16)`,
      remedy: "give one of them another login",
    });
  }
}
