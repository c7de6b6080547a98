import { Cidr } from "./cidr";
import { checkHostName } from "./host-name";
import { IpAddress } from "./ip";
import { InvalidError, Mistakes } from "./mistake";
import { checkName, checkVsphereName } from "./name";
import { checkSiteKubernetes, type SiteKubernetes, type SiteKubernetesProps } from "./site-kubernetes";
import { checkSiteServices, type SiteServices, type SiteServicesProps } from "./site-services";
import { checkWireguardKey } from "./wireguard-key";

export interface SiteProps extends SiteServicesProps {
  /** Name of the site in this house, for example `amsterdam`. */
  readonly name: string;
  /** The vSphere datacenter. */
  readonly datacenter: string;
  /** The compute cluster; DRS and HA are on. */
  readonly cluster: string;
  /** The cluster's ESXi hosts. A group never has more members than there are hosts. */
  readonly hosts: readonly string[];
  /**
   * Where disks live: a datastore cluster, in which an anti-affinity rule keeps members apart, or datastores by
   * name, over which members are dealt out. Two datastores on one array are one failure: name one per array.
   */
  readonly storage: { readonly datastoreCluster: string } | { readonly datastores: readonly string[] };
  /** The distributed virtual switch on which every street gets its port groups. */
  readonly distributedSwitch: string;
  /** Debian 12 template: EFI, cloud-init with the VMware data source, open-vm-tools. */
  readonly template: string;
  /** Whether servers get a virtual TPM; vCenter needs a key provider for it. @default false */
  readonly virtualTpm?: boolean;
  /** The block from which clients of this site get theirs, /8 to /22. */
  readonly streets: string;
  /** The block from which clients of this site get their IPv6 blocks. @default none: its streets have no IPv6 */
  readonly streets6?: string;
  /** VLAN ids for streets, both included; eight for every /22 of `streets`. */
  readonly vlans: { readonly first: number; readonly last: number };
  /** The existing port group towards the hoster's router, which has the first address of each network. */
  readonly uplink: { readonly portGroup: string; readonly network: string; readonly network6?: string };
  /** The administrators' VPN (V-07). */
  readonly vpn: SiteVpnProps;
  /**
   * Where edges fetch which addresses are which country's: an https address inside the house, in the format of
   * `lib/network/geo-source.ts`. @default none, and then no flow may name a country
   */
  readonly countrySource?: string;
  /** Addresses of the site's resolvers. */
  readonly dns: readonly string[];
  /** Addresses of the site's time servers. */
  readonly ntp: readonly string[];
  /** Addresses of what every server uses: the log collector, the package mirror, the backup repository. */
  readonly services: Readonly<Record<SiteServiceName, readonly string[]>>;
  /** The site's Kubernetes cluster (B-22). @default none, and then no client has a tenant there */
  readonly kubernetes?: SiteKubernetesProps;
}

/** Administrators connect to `endpoint` and get an address from `pool`. */
export interface SiteVpnProps {
  readonly endpoint: string;
  readonly pool: string;
  readonly pool6?: string;
  /**
   * The public half of the key the gateway made on its first boot: what it tells as
   * `guestinfo.straat.report.vpn-public-key`. Administrators' configurations are made with it.
   *
   * @default none, until the gateway has booted
   */
  readonly publicKey?: string;
}

/** What every server of a site uses beside names and time. Backups go to the other site's repository. */
export type SiteServiceName = "logs" | "packages" | "backup";
export const SITE_SERVICES: readonly SiteServiceName[] = ["logs", "packages", "backup"];

/** Where disks live, once checked. */
export type Storage =
  | { readonly kind: "datastore-cluster"; readonly name: string }
  | { readonly kind: "datastores"; readonly names: readonly string[] };

/** Fixed places in a site's uplink network, counted from its network address. */
export const UPLINK_OFFSET = { router: 1, backupRepository: 4, vpnGateway: 8, streets: 16 } as const;

/** Smallest block of a client: the unit in which a site's addresses and VLANs are counted. */
export const UNIT_PREFIX = 22;

/** Addresses in the uplink network for each unit: the edge's virtual address, its two members, and room. */
export const UPLINK_ADDRESSES_PER_UNIT = 8;

/** A data centre in which streets stand, as data (H-02, B-16). Made by {@link defineSite} only. */
export interface Site extends SiteServices {
  readonly name: string;
  readonly datacenter: string;
  readonly cluster: string;
  readonly hosts: readonly string[];
  readonly storage: Storage;
  readonly distributedSwitch: string;
  readonly template: string;
  readonly virtualTpm: boolean;
  readonly streets: Cidr;
  readonly streets6: Cidr | undefined;
  readonly vlans: { readonly first: number; readonly last: number };
  readonly uplink: {
    readonly portGroup: string;
    readonly network: Cidr;
    readonly network6: Cidr | undefined;
  };
  readonly vpn: {
    readonly endpoint: string;
    readonly pool: Cidr;
    readonly pool6: Cidr | undefined;
    readonly publicKey: string | undefined;
  };
  readonly countrySource: string | undefined;
  readonly dns: readonly IpAddress[];
  readonly ntp: readonly IpAddress[];
  readonly services: Readonly<Record<SiteServiceName, readonly IpAddress[]>>;
  readonly kubernetes: SiteKubernetes | undefined;
}

const made = new WeakSet<object>();

/** Whether a value came out of {@link defineSite}, and so was checked. */
export function isSite(value: unknown): value is Site {
  return typeof value === "object" && value !== null && made.has(value);
}

/**
 * Checks what is written of a site.
 *
 * @throws InvalidError with every mistake in it, under `sites/<name>`
 */
export function defineSite(props: SiteProps): Site {
  const check = new Mistakes(`sites/${props.name}`);
  const vsphere = (property: string, text: string) =>
    check.attempt(property, () => checkVsphereName(property, text)) ?? text;
  const network = (property: string, text: string, family: 4 | 6) =>
    check.attempt(property, () => checkFamily(Cidr.parse(text), family)) as Cidr;
  const network6 = (property: string, text: string | undefined) =>
    text === undefined ? undefined : network(property, text, 6);
  const addresses = (property: string, list: readonly string[]) =>
    list.map(
      (text, index) => check.attempt(`${property}[${index}]`, () => IpAddress.parse(text)) as IpAddress,
    );

  const site: Site = {
    name: check.attempt("name", () => checkName("a site", props.name)) ?? props.name,
    datacenter: vsphere("datacenter", props.datacenter),
    cluster: vsphere("cluster", props.cluster),
    hosts: props.hosts.map((host, index) => vsphere(`hosts[${index}]`, host)),
    storage: checkStorage(props.storage, check),
    distributedSwitch: vsphere("distributedSwitch", props.distributedSwitch),
    template: vsphere("template", props.template),
    virtualTpm: props.virtualTpm ?? false,
    streets: check.attempt("streets", () => checkStreets(Cidr.parse(props.streets))) as Cidr,
    streets6: network6("streets6", props.streets6),
    vlans: { first: props.vlans.first, last: props.vlans.last },
    uplink: {
      portGroup: vsphere("uplink.portGroup", props.uplink.portGroup),
      network: network("uplink.network", props.uplink.network, 4),
      network6: network6("uplink.network6", props.uplink.network6),
    },
    vpn: {
      endpoint: check.attempt("vpn.endpoint", () => checkHostName(props.vpn.endpoint)) as string,
      pool: network("vpn.pool", props.vpn.pool, 4),
      pool6: network6("vpn.pool6", props.vpn.pool6),
      publicKey: check.attempt("vpn.publicKey", () => checkGatewayKey(props.vpn.publicKey)),
    },
    countrySource: check.attempt("countrySource", () => checkCountrySource(props.countrySource)),
    dns: addresses("dns", props.dns),
    ntp: addresses("ntp", props.ntp),
    services: {
      logs: addresses("services.logs", props.services.logs),
      packages: addresses("services.packages", props.services.packages),
      backup: addresses("services.backup", props.services.backup),
    },
    ...checkSiteServices(props, check),
    kubernetes: check.attempt("kubernetes", () => props.kubernetes && checkSiteKubernetes(props.kubernetes)),
  };
  check.attempt("hosts", () => checkDistinct("hosts", props.hosts, 2));
  check.attempt("dns", () => checkDistinct("resolvers", props.dns, 1));
  check.attempt("ntp", () => checkDistinct("time servers", props.ntp, 1));
  for (const name of SITE_SERVICES) {
    check.attempt(`services.${name}`, () => checkDistinct(`addresses for ${name}`, props.services[name], 1));
  }
  check.attempt("vlans", () => checkVlans(props.vlans));
  if (site.streets && site.uplink.network) check.attempt("uplink.network", () => checkUplink(site));
  check.attempt("uplink.network6", () => checkPrefix(site.uplink.network6, 32, 64));
  check.attempt("streets6", () => checkPrefix(site.streets6, 24, 60));
  check.attempt("vpn.pool", () => checkPrefix(site.vpn.pool, 16, 28));
  check.attempt("vpn.pool6", () => checkPrefix(site.vpn.pool6, 48, 120));
  check.throwIfAny();
  made.add(site);
  return site;
}

function checkFamily(network: Cidr, family: 4 | 6): Cidr {
  if (network.family === family) return network;
  throw new InvalidError({
    value: `${network}`,
    problem: `is IPv${network.family} where IPv${family} belongs`,
    remedy: `write an IPv${family} network`,
  });
}

function checkStreets(block: Cidr): Cidr {
  if (block.family === 4 && block.prefix >= 8 && block.prefix <= UNIT_PREFIX) return block;
  throw new InvalidError({
    value: `${block}`,
    problem: `the block for a site's clients is an IPv4 network of /8 to /${UNIT_PREFIX}`,
    remedy: "write for example 10.20.0.0/14",
  });
}

function checkUplink({ uplink: { network }, streets }: Site): void {
  const units = 2n ** BigInt(UNIT_PREFIX - streets.prefix);
  const needed = BigInt(UPLINK_OFFSET.streets) + units * BigInt(UPLINK_ADDRESSES_PER_UNIT);
  if (network.size >= needed) return;
  throw new InvalidError({
    value: `${network}`,
    problem: `has ${network.size} addresses; the edges of all streets in ${streets} take ${needed}`,
    remedy: `write a network of at least /${32 - (needed - 1n).toString(2).length}`,
  });
}

function checkPrefix(network: Cidr | undefined, shortest: number, longest: number): void {
  if (network === undefined || (network.prefix >= shortest && network.prefix <= longest)) return;
  throw new InvalidError({
    value: `${network}`,
    problem: `is a network of /${network.prefix} where /${shortest} to /${longest} belongs`,
    remedy: network.prefix < shortest ? "write a smaller network" : "write a larger network",
  });
}

function checkVlans({ first, last }: SiteProps["vlans"]): void {
  if (Number.isInteger(first) && Number.isInteger(last) && first >= 1 && last <= 4094 && first + 7 <= last)
    return;
  throw new InvalidError({
    value: `${first}-${last}`,
    problem: "is not a range of VLAN ids for streets (IEEE 802.1Q: 1 to 4094, eight for a street)",
    remedy: "write for example { first: 1000, last: 3047 }",
  });
}

function checkDistinct(kind: string, list: readonly string[], atLeast: number): void {
  if (list.length >= atLeast && new Set(list.map((item) => item.toLowerCase())).size === list.length) return;
  throw new InvalidError({
    value: JSON.stringify(list),
    problem: `a site has at least ${atLeast} different ${kind}`,
    remedy: `name each of the ${kind} once`,
  });
}

function checkStorage(storage: SiteProps["storage"], check: Mistakes): Storage {
  if ("datastoreCluster" in storage) {
    check.attempt("storage.datastoreCluster", () =>
      checkVsphereName("the datastore cluster", storage.datastoreCluster),
    );
    return { kind: "datastore-cluster", name: storage.datastoreCluster };
  }
  check.attempt("storage.datastores", () => checkDistinct("datastores", storage.datastores, 2));
  for (const [index, name] of storage.datastores.entries()) {
    check.attempt(`storage.datastores[${index}]`, () => checkVsphereName("a datastore", name));
  }
  return { kind: "datastores", names: storage.datastores };
}

function checkCountrySource(source: string | undefined): string | undefined {
  if (source === undefined || /^https:\/\/[a-z0-9.-]+(:\d+)?\/[A-Za-z0-9._/-]+$/.test(source)) return source;
  throw new InvalidError({
    value: JSON.stringify(source),
    problem: "is not a place an edge can fetch country data from",
    remedy: "write an https address, for example https://packages.example.nl/countries.csv",
  });
}

function checkGatewayKey(key: string | undefined): string | undefined {
  const check = new Mistakes();
  if (key !== undefined) check.attempt("", () => checkWireguardKey(key));
  if (check.all.length === 0) return key;
  const remedy = "write what the gateway tells as guestinfo.straat.report.vpn-public-key";
  throw new InvalidError(...check.all.map((mistake) => ({ ...mistake, remedy })));
}
