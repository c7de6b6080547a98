import { checkAgeRecipient } from "./age-recipient";
import { Cidr } from "./cidr";
import { IpAddress } from "./ip";
import type { SiteRecord } from "./model-file";
import {
  byKind,
  line,
  list,
  madeBy,
  name,
  object,
  optional,
  parsedBy,
  some,
  text,
  yesOrNo,
} from "./read-record";
import type { Storage } from "./site";
import { checkSiteKubernetes, type SiteKubernetesProps } from "./site-kubernetes";
import { checkCollectorName } from "./site-services";

export const address = parsedBy(IpAddress.parse);
export const network = parsedBy(Cidr.parse);

const storage = byKind<Storage>({
  "datastore-cluster": { name: line },
  datastores: { names: some(line) },
});

const kubernetes = madeBy(
  object<SiteKubernetesProps>({
    context: text,
    podSecurity: text,
    zones: list(text),
    pods: text,
    gatewayClass: text,
    issuer: text,
    storageClass: optional(text),
    secretStore: optional(text),
  }),
  checkSiteKubernetes,
);

/** A site as far as the model file tells of it. */
export const site = object<SiteRecord>({
  name,
  datacenter: line,
  cluster: line,
  hosts: some(line),
  storage,
  distributedSwitch: line,
  template: line,
  virtualTpm: yesOrNo,
  streets: network,
  streets6: optional(network),
  uplink: object<SiteRecord["uplink"]>({ portGroup: line, network, network6: optional(network) }),
  vpn: object<SiteRecord["vpn"]>({
    endpoint: line,
    pool: network,
    pool6: optional(network),
    publicKey: optional(line),
  }),
  dns: some(address),
  ntp: some(address),
  services: object<SiteRecord["services"]>({
    logs: some(address),
    packages: some(address),
    backup: some(address),
  }),
  logCollector: optional(madeBy(line, checkCollectorName)),
  backupRecipient: optional(madeBy(line, checkAgeRecipient)),
  kubernetes: optional(kubernetes),
});
