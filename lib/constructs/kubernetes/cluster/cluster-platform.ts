import { Construct } from "constructs";
import { Cidr } from "../../../model/cidr";
import { IpAddress } from "../../../model/ip";
import type { KubernetesRecord } from "../../../model/kubernetes-record";
import { MaintenanceWindow } from "../../../model/maintenance-window";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import type { PromiseId } from "../../../model/promises";
import type { Site } from "../../../model/site";
import { checkObjectName, type SiteKubernetes } from "../../../model/site-kubernetes";
import { checkDeclared } from "../../findings";
import { sortedPromises } from "../../realised-promises";
import type { StraatStack } from "../../straat-stack";
import { useCluster } from "../provider";
import { checkBackupStore } from "./backup-store";
import { checkClusterImages } from "./cluster-images";
import type { ClusterPlatformProps } from "./cluster-platform-props";
import { GatewayWalls } from "./gateway-walls";
import { addLogAgent } from "./log-agent";
import { PlatformSpace, type PodSecurityLevel } from "./platform-space";
import { addReboots, checkRebootWindow } from "./reboots";
import { checkScraper } from "./scraper";
import { addStateMetrics } from "./state-metrics";
import { clusterBackupPlan, VeleroBackups } from "./velero-backups";
import { addVulnerabilityScanner } from "./vulnerability-scanner";

/** Namespaces of what Straat itself runs in a cluster. */
export const PLATFORM_NAMESPACES = {
  logs: "straat-logs",
  metrics: "straat-metrics",
  reboots: "straat-reboots",
  scanner: "straat-scanner",
} as const;

export type ClusterPlatformInput = ClusterPlatformProps & {
  readonly site: Site;
  readonly otherSites: readonly Site[];
};

/**
 * What serves all tenants of a site's cluster (B-20, H-20): its backups, its logs, the inventory of its leaks, the restarts of
 * its nodes, its figures, and the wall of all gateways. What has to be there before it is told in `docs/cluster.md`.
 */
export class ClusterPlatform extends Construct {
  private readonly kept: PromiseId[] = [];
  private readonly spaces: PlatformSpace[] = [];
  private walls: GatewayWalls | undefined;

  constructor(
    private readonly stack: StraatStack,
    id: string,
    props: ClusterPlatformInput,
  ) {
    super(stack, id);
    const checked = checkDeclared(this, withoutSites(props), (check) => checkInput(props, check));
    if (checked !== undefined) this.build(props, checked);
  }

  get record(): KubernetesRecord {
    const records = this.spaces.map((space) => space.record);
    return {
      namespaces: records.flatMap(({ namespaces }) => namespaces),
      workloads: records.flatMap(({ workloads }) => workloads),
      exposures: [],
      policies: [
        ...records.flatMap(({ policies }) => policies),
        ...(this.walls?.policies ?? []).map((policy) => JSON.parse(JSON.stringify(policy))),
      ],
    };
  }

  /** Promises it keeps. What waits for something of the site that is not declared yet is left out. */
  get realises(): readonly PromiseId[] {
    return sortedPromises(this.kept);
  }

  private build(props: ClusterPlatformInput, checked: Checked): void {
    const { site, scraper } = props;
    const { images, apiServers, registries, window, plan } = checked;
    const kubernetes = useCluster(this.stack);
    const common = { apiServers, scraper };

    if (site.logCollector !== undefined) {
      addLogAgent(this.addSpace("logs", "privileged", site, kubernetes), {
        image: images.logAgent,
        site,
        collectorName: site.logCollector,
        certificate: props.logCertificate,
        apiServers,
      });
      this.kept.push("B-01");
    }
    const { stateMetrics, reboots, scannerOperator: operator, scanner } = images;
    addStateMetrics(this.addSpace("metrics", "restricted", site, kubernetes), {
      image: stateMetrics,
      ...common,
    });
    this.kept.push("B-06", "B-20");
    addReboots(this.addSpace("reboots", "privileged", site, kubernetes), {
      image: reboots,
      window,
      ...common,
    });
    this.kept.push("H-18", "H-19");
    if (site.vulnerabilityDatabase !== undefined) {
      const space = this.addSpace("scanner", "restricted", site, kubernetes);
      const database = site.vulnerabilityDatabase;
      addVulnerabilityScanner(space, { operator, scanner, site, registries, database, ...common });
      this.kept.push("H-20");
    }
    const labels = {
      "app.kubernetes.io/part-of": "platform",
      "app.kubernetes.io/managed-by": "straat",
      "straat/site": site.name,
    };
    const own = Object.values(PLATFORM_NAMESPACES);
    new VeleroBackups(this, "backups", { site, store: props.backups, plan, labels, own });
    this.kept.push("B-15", "B-16", "H-07", "H-08", "H-09");
    this.walls = new GatewayWalls(this, "gateways", labels, scraper);
    this.kept.push("H-05", "V-09");
  }

  private addSpace(
    id: keyof typeof PLATFORM_NAMESPACES,
    level: PodSecurityLevel,
    site: Site,
    kubernetes: SiteKubernetes,
  ): PlatformSpace {
    const space = new PlatformSpace(this, id, { site, kubernetes, name: PLATFORM_NAMESPACES[id], level });
    this.spaces.push(space);
    return space;
  }
}

type Checked = NonNullable<ReturnType<typeof checkInput>>;

/** Undefined where something is wrong: what was written would not be what was meant. */
function checkInput(props: ClusterPlatformInput, check: Mistakes) {
  const { site, otherSites, window = MaintenanceWindow.SHEET } = props;
  const all = <T>(property: string, list: readonly string[], make: (text: string) => T): readonly T[] =>
    list.map((text, index) => check.attempt(`${property}[${index}]`, () => make(text)) as T);
  check.attempt("site", () => checkHasCluster(site));
  const images = checkClusterImages(props.images, check);
  checkBackupStore(props.backups, site, otherSites, check);
  checkScraper(props.scraper, check);
  check.attempt("logCertificate", () => checkObjectName("a Secret", props.logCertificate));
  check.attempt("apiServers", () =>
    checkSome(props.apiServers, "the API server has no address, so nothing may ask it"),
  );
  const apiServers = all("apiServers", props.apiServers ?? [], IpAddress.parse);
  const registries = all("registries", props.registries ?? [], Cidr.parse);
  check.attempt("window", () => checkRebootWindow(window));
  const plan = check.attempt("window", () => clusterBackupPlan(window));
  return images === undefined || plan === undefined || check.all.length > 0
    ? undefined
    : { images, apiServers, registries, window, plan };
}

/** Sites are checked where they are defined, and are no plain values. */
function withoutSites({ site, otherSites, ...props }: ClusterPlatformInput): object {
  return props;
}

function checkHasCluster({ kubernetes, name }: Site): void {
  if (kubernetes !== undefined) return;
  throw new InvalidError({
    value: name,
    problem: "is a site without a Kubernetes cluster (B-22)",
    remedy: "give the site its kubernetes, or leave out what serves its tenants",
  });
}

function checkSome(list: readonly string[] | undefined, problem: string): void {
  if (list !== undefined && list.length > 0) return;
  throw new InvalidError({
    value: "(none)",
    problem,
    remedy: "write the addresses of the control plane's nodes",
  });
}
