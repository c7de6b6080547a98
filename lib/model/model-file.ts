import type { Admin } from "./admin";
import type { Cidr } from "./cidr";
import type { Classification } from "./classification";
import type { Day } from "./day";
import type { Exposure } from "./exposure";
import type { Flow } from "./flow";
import type { IpAddress } from "./ip";
import type { KubernetesRecord } from "./kubernetes-record";
import type { MaintenanceWindow } from "./maintenance-window";
import type { PeerRecord } from "./peer";
import type { Profile } from "./profile";
import type { PromiseId } from "./promises";
import type { RuleWaiver } from "./rule-waiver";
import type { Site } from "./site";
import type { Software } from "./software";
import type { Stage } from "./stage";
import type { Zone, ZoneName } from "./street-plan";
import type { TrustRecord } from "./trust";
import type { VmSize } from "./vm-size";
import type { Waiver } from "./waiver";
import type { WhitelistEntry } from "./whitelist-entry";

/** Name of the model file beside a stack's `cdk.tf.json`. */
export const MODEL_FILE_NAME = "straat.json";

/** Raised when a reader of older files would misread a new one. */
export const MODEL_FILE_VERSION = 2;

export type ServerRole = "server" | "edge" | "vpn-gateway" | "backup-repository";

export interface ServerRecord {
  /** Host name, and name of the virtual machine. */
  readonly name: string;
  /** Number in its group, from 1. */
  readonly member: number;
  readonly generation: number;
  /** Address in Terraform state. */
  readonly address: string;
  /** The datastore it was dealt, where the site names datastores. */
  readonly datastore: string | undefined;
  readonly interfaces: readonly InterfaceRecord[];
}

/** The rules of one firewall on the way of packets, in their order. What none of them accepts is dropped. */
export interface WallRecord {
  /** Path of the group whose servers are this wall. */
  readonly at: string;
  readonly hook: "input" | "output" | "forward";
  readonly rules: readonly RuleRecord[];
}

/** A declared flow, with the id that every rule made of it carries in its comment. */
export interface FlowRecord extends Flow {
  readonly id: string;
}

/** One accepted kind of connection. */
export interface RuleRecord {
  readonly id: string;
  readonly why: string;
  /** Addresses and ranges of both families, such as `10.20.7.50-10.20.7.51`. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Such as `tcp/443`. */
  readonly port: string;
  /** Only from addresses of these countries, by ISO 3166-1 code; which those are, the edge knows. */
  readonly countries?: readonly string[];
  /** Cards by which a packet comes in and leaves, at a wall between networks. */
  readonly inInterface?: string;
  readonly outInterface?: string;
}

export interface InterfaceRecord {
  readonly zone: ZoneName | "uplink";
  readonly addresses: readonly IpAddress[];
}

/** A log that an application writes to files of its own, instead of to the journal. */
export interface LogFileRecord {
  /** Which log it is, for example `nginx`. */
  readonly dataset: string;
  /** Absolute; the last part may hold `*`. */
  readonly path: string;
  /** `access` for a log of visits, `application` for any other (B-01). */
  readonly kind: "access" | "application";
}

export interface GroupRecord {
  /** Path by which flows name the group, for example `verne/production/database`. */
  readonly path: string;
  readonly role: ServerRole;
  /** What Straat sets up on its servers beside the operating system. */
  readonly runs: Software | undefined;
  readonly size: VmSize;
  /** Holds data that is backed up. */
  readonly data: boolean;
  /** Size of each server's data disk in GiB; undefined without one. */
  readonly dataGib: number | undefined;
  /** Logs that are files, of what it runs and of its application. */
  readonly logs: readonly LogFileRecord[];
  /** Its servers vote, so their number is odd where the loss of one is survived. */
  readonly quorum: boolean;
  /** Addresses that move between members, in each network the group stands in. */
  readonly virtual: readonly InterfaceRecord[];
  readonly servers: readonly ServerRecord[];
}

/**
 * What a stack means, beside what it makes: the facts that Terraform's JSON has no place for. Rules,
 * reachability and review read this file and `cdk.tf.json`, never live constructs.
 */
export interface ModelFile {
  readonly version: typeof MODEL_FILE_VERSION;
  readonly stack: string;
  readonly kind: "platform" | "street" | "environment";
  readonly site: SiteRecord;
  /** Where a client's backups go, and the other way in for administrators. */
  readonly backupSite: SiteRecord | undefined;
  readonly client: ClientRecord | undefined;
  readonly stage: Stage | undefined;
  readonly audience: PeerRecord | undefined;
  readonly zones: readonly Zone[];
  readonly groups: readonly GroupRecord[];
  readonly flows: readonly FlowRecord[];
  /** The firewalls of the stack's servers. */
  readonly walls: readonly WallRecord[];
  readonly admins: readonly Admin[];
  /** What it has in the site's cluster; undefined where it has nothing there. */
  readonly kubernetes: KubernetesRecord | undefined;
  /** Whom servers of the site believe, as its platform says. */
  readonly trust: TrustRecord | undefined;
  /** Leave for findings of rules: all of the client, or of the platform, in the order in which they are declared. */
  readonly waivers: readonly RuleWaiver[];
  /** Promises of the sheet that the stack's constructs realise. */
  readonly realises: readonly PromiseId[];
}

export interface ClientRecord {
  readonly name: string;
  readonly classification: Classification;
  readonly classificationWaiver: Waiver | undefined;
  readonly productOwner: string;
  readonly team: string;
  /** The client's blocks, of which its zones are parts. */
  readonly networks: readonly Cidr[];
  readonly backupSite: string;
  readonly exposure: Exposure;
  /** Public IPv4 addresses that end at the edge, by stage. */
  readonly publicAddresses: Readonly<Record<string, IpAddress>>;
  /** Entries that hold on the day of the synth. */
  readonly whitelist: readonly WhitelistEntry[];
  readonly maintenance: MaintenanceWindow;
  /** Rules it asks for beside those of the sheet. */
  readonly profiles: readonly Profile[];
}

/** What a reader of the model file needs of a site; its other vSphere names stand in `cdk.tf.json`. */
export type SiteRecord = Pick<
  Site,
  | "name"
  | "datacenter"
  | "cluster"
  | "hosts"
  | "storage"
  | "distributedSwitch"
  | "template"
  | "virtualTpm"
  | "streets"
  | "streets6"
  | "uplink"
  | "vpn"
  | "dns"
  | "ntp"
  | "services"
  | "logCollector"
  | "backupRecipient"
  | "kubernetes"
>;

export function siteRecord(site: Site): SiteRecord {
  const { name, datacenter, cluster, hosts, storage, distributedSwitch, template, virtualTpm } = site;
  const { streets, streets6, uplink, vpn, dns, ntp, services, logCollector, backupRecipient } = site;
  const { kubernetes } = site;
  const made = { name, datacenter, cluster, hosts, storage, distributedSwitch, template, virtualTpm };
  const used = { dns, ntp, services, logCollector, backupRecipient, kubernetes };
  return { ...made, streets, streets6, uplink, vpn, ...used };
}

/** Something a reader of the synth should know although it stops nothing, such as an end date that has passed. */
export interface Notice {
  readonly path: string;
  readonly text: string;
  readonly until: Day | undefined;
}
