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
import { dayOf } from "./declared-day";
import { checkDeclared, notify } from "./findings";
import { pathOf } from "./path";
import { TAG_CATEGORIES, type TagCategoryName, tagCategoryName } from "./site-lookups";
import { StraatStack } from "./straat-stack";
import type { Placement } from "./vm-group";
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
}

/** What is on a site before any client: tags, the folder of all streets, and the site's VPN gateway. */
export class SitePlatform extends StraatStack {
  readonly placement: Placement;
  readonly otherSites: readonly Site[];
  readonly vpn: VpnGateway;
  private readonly admins: readonly Admin[];

  constructor(scope: Construct, props: SitePlatformProps) {
    super(scope, stackName(props.site), props.site);
    this.placement = this.place();
    this.otherSites = props.otherSites;
    this.vpn = new VpnGateway(this, "vpn", props.vpn ?? {});
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
      groups: [this.vpn.record],
      flows: [],
      walls: this.vpn.wallRecords,
      admins: this.admins.filter((admin) => admin.holdsOn(dayOf(this))),
      realises: [...this.vpn.realises],
    };
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
