import { Folder } from "@cdktf/provider-vsphere/lib/folder";
import { ResourcePool } from "@cdktf/provider-vsphere/lib/resource-pool";
import { Tag } from "@cdktf/provider-vsphere/lib/tag";
import { TagCategory } from "@cdktf/provider-vsphere/lib/tag-category";
import { Construct } from "constructs";
import type { Admin, AdminProps } from "../model/admin";
import { Classification } from "../model/classification";
import { MODEL_FILE_VERSION, type ModelFile, siteRecord } from "../model/model-file";
import { checkRuleWaivers, type RuleWaiver, type RuleWaiverProps } from "../model/rule-waiver";
import type { Site } from "../model/site";
import { Stage } from "../model/stage";
import { checkAdmins } from "./admin-checks";
import { BackupRepository, type BackupRepositoryProps } from "./backup-repository";
import { dayOf } from "./declared-day";
import { checkDeclared, notify } from "./findings";
import { declareHouse, type House, trustRecord } from "./house";
import { checkHouse, type HouseProps } from "./house-checks";
import { ClusterPlatform } from "./kubernetes/cluster/cluster-platform";
import type { ClusterPlatformProps } from "./kubernetes/cluster/cluster-platform-props";
import { pathOf } from "./path";
import { sortedPromises } from "./realised-promises";
import { REPOSITORY_ID } from "./repository-place";
import { TAG_CATEGORIES, type TagCategoryName, tagCategoryName } from "./site-lookups";
import { StraatStack } from "./straat-stack";
import type { Placement, VmGroup } from "./vm-group";
import { VpnGateway, type VpnGatewayProps } from "./vpn-gateway";

export interface SitePlatformProps extends HouseProps {
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
  /** What serves all tenants of the site's Kubernetes cluster. @default none, which every synth of a site with a cluster tells */
  readonly cluster?: ClusterPlatformProps;
  /** Findings of rules that are allowed on this platform, each for one thing and until a day. @default none */
  readonly waivers?: readonly RuleWaiverProps[];
}

/** What is on a site before any client: tags, the folder of all streets, and the site's VPN gateway. */
export class SitePlatform extends StraatStack {
  readonly placement: Placement;
  override readonly otherSites: readonly Site[];
  readonly vpn: VpnGateway;
  /** Undefined where backups are kept by a server that is not ours. */
  readonly repository: BackupRepository | undefined;
  /** Undefined where the site has no cluster, or what serves its tenants is not declared. */
  readonly cluster: ClusterPlatform | undefined;
  private readonly admins: readonly Admin[];
  private readonly trust: ModelFile["trust"];
  private readonly waivers: readonly RuleWaiver[];

  constructor(scope: Construct, props: SitePlatformProps) {
    super(scope, stackName(props.site), props.site);
    this.placement = this.place();
    this.otherSites = props.otherSites;
    this.vpn = new VpnGateway(this, "vpn", props.vpn ?? {});
    const backup = props.backup ?? {};
    this.repository = backup === "elsewhere" ? undefined : new BackupRepository(this, REPOSITORY_ID, backup);
    const { admins, trust, waivers } = this.keepHouse(props);
    this.admins = admins;
    this.trust = trust;
    this.waivers = waivers;
    const { site, otherSites, cluster } = props;
    this.cluster =
      cluster === undefined
        ? undefined
        : new ClusterPlatform(this, "cluster", { ...cluster, site, otherSites });
    if (site.kubernetes !== undefined && cluster === undefined) {
      const text = `the cluster of ${site.name} has no backups, logs or scans: declare cluster on its platform (B-15, B-20, H-20)`;
      notify(this, { text, until: undefined });
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
      admins: this.admins,
      kubernetes: this.cluster?.record,
      trust: this.trust,
      waivers: this.waivers,
      realises: sortedPromises([
        ...this.groups.flatMap(({ realises }) => realises),
        ...(this.cluster?.realises ?? []),
      ]),
    };
  }

  /** Tells all servers of the site what holds for each of them, and people what is missing. */
  private keepHouse(props: SitePlatformProps): Pick<ModelFile, "admins" | "trust" | "waivers"> {
    const today = dayOf(this);
    const { all, house, waivers } = checkDeclared(this, props, (check) => ({
      all: checkAdmins(props.admins, props.site, check),
      house: checkHouse(props, today, check),
      waivers: checkRuleWaivers(props.waivers, check),
    }));
    for (const admin of all.filter((person) => !person.holdsOn(today))) {
      notify(this, { text: `access of ${admin.person} has ended and is left out`, until: admin.until });
    }
    for (const text of missing(this.site, house)) notify(this, { text, until: undefined });
    const admins = all.filter((person) => person.holdsOn(today));
    declareHouse(this, this.site, { ...house, admins });
    return { admins, trust: trustRecord(house), waivers };
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

/** What servers of a site wait for; a promise that is not kept yet is told at every synth. */
function missing({ name, ...site }: Site, { authority }: Pick<House, "authority">): readonly string[] {
  return [
    ...(authority === undefined
      ? [`servers of ${name} have no certificates: declare an authority (B-01, B-16)`]
      : []),
    ...(site.logCollector === undefined
      ? [`logs of ${name} are sent nowhere: declare logCollector (B-01)`]
      : []),
    ...(site.vulnerabilityDatabase === undefined
      ? [`servers of ${name} are not scanned for leaks: declare vulnerabilityDatabase (H-20)`]
      : []),
    ...(site.backupRecipient === undefined
      ? [`the repository of ${name} cannot look after what it keeps: declare backupRecipient (B-15)`]
      : []),
  ];
}

function stackName(site: Site): string {
  return `platform-${site.name}`;
}
