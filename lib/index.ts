/** The public face: what files under `stacks/` may use. */

export type { BackupRepositoryProps } from "./constructs/backup-repository";
export { type Connectable, Connections, type FlowProps } from "./constructs/connections";
export { EdgeFirewall, type EdgeFirewallProps } from "./constructs/edge-firewall";
export { Environment } from "./constructs/environment";
export type { ClusterPlatformProps } from "./constructs/kubernetes/cluster/cluster-platform-props";
export type { ExposeProps } from "./constructs/kubernetes/exposure/expose";
export { Tenant, type TenantProps } from "./constructs/kubernetes/tenant";
export type { TenantAccess } from "./constructs/kubernetes/tenant-access";
export { ScheduledJob, type ScheduledJobProps } from "./constructs/kubernetes/workloads/scheduled-job";
export { Secret } from "./constructs/kubernetes/workloads/secret";
export {
  StatefulService,
  type StatefulServiceProps,
} from "./constructs/kubernetes/workloads/stateful-service";
export { WebService, type WebServiceProps } from "./constructs/kubernetes/workloads/web-service";
export { Worker, type WorkerProps } from "./constructs/kubernetes/workloads/worker";
export { RedundantVms, type RedundantVmsProps } from "./constructs/redundant-vms";
export { SitePlatform, type SitePlatformProps } from "./constructs/site-platform";
export { Street, type StreetProps } from "./constructs/street";
export { VpnGateway, type VpnGatewayProps } from "./constructs/vpn-gateway";
export type { AddressListProps } from "./model/address-list";
export type { AdminProps } from "./model/admin";
export { Classification } from "./model/classification";
export type { EvidenceProps } from "./model/evidence";
export { Exposure } from "./model/exposure";
export { MaintenanceWindow, type MaintenanceWindowProps } from "./model/maintenance-window";
export { Peer } from "./model/peer";
export { Port } from "./model/port";
export { Profile } from "./model/profile";
export type { RuleWaiverProps } from "./model/rule-waiver";
export { defineSite, type Site, type SiteProps } from "./model/site";
export type { SiteKubernetesProps } from "./model/site-kubernetes";
export { Software } from "./model/software";
export { Stage, type StageName } from "./model/stage";
export type { TenantQuotaProps } from "./model/tenant-quota";
export { VmSize } from "./model/vm-size";
export { sharedWhitelist, type WhitelistEntryProps } from "./model/whitelist-entry";
export type { Fleet } from "./synth/fleet";
