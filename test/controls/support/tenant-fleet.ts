import { assess } from "../../../lib/controls/assess";
import type { Assessment } from "../../../lib/controls/assessment";
import { House } from "../../../lib/controls/house";
import type { Rule } from "../../../lib/controls/rule";
import { readSynth } from "../../../lib/controls/terraform/read-synth";
import { Cidr } from "../../../lib/model/cidr";
import { Classification } from "../../../lib/model/classification";
import { Day } from "../../../lib/model/day";
import { IpAddress } from "../../../lib/model/ip";
import { type ModelFile, siteRecord } from "../../../lib/model/model-file";
import { Port } from "../../../lib/model/port";
import { defineSite, type SiteProps } from "../../../lib/model/site";
import { Stage } from "../../../lib/model/stage";
import type { Body } from "../../support/app";
import { clusterObjects } from "./cluster-objects";
import {
  DATABASE,
  FRONT,
  HOSTNAME,
  LABELS,
  labelsOf,
  NAMESPACE,
  PARTNER,
  tenantExposure,
  tenantPolicies,
  tenantSpace,
  tenantWorkloads,
} from "./tenant-objects";

/** Sites by the model alone: no construct is built for these tests. */
const base: SiteProps = {
  name: "west",
  datacenter: "west-dc",
  cluster: "west-cluster",
  hosts: ["h1.example.nl", "h2.example.nl", "h3.example.nl"],
  storage: { datastoreCluster: "west-flash" },
  distributedSwitch: "west-dvs",
  template: "debian-12",
  virtualTpm: true,
  streets: "10.16.0.0/12",
  vlans: { first: 1, last: 4094 },
  uplink: { portGroup: "west-uplink", network: "172.17.0.0/16" },
  vpn: { endpoint: "vpn-west.example.nl", pool: "10.99.2.0/24" },
  countrySource: "https://packages.example.nl/countries.csv",
  dns: ["172.31.0.53"],
  ntp: ["172.31.0.123"],
  services: { logs: ["172.31.0.44"], packages: ["172.31.0.80"], backup: ["172.17.0.5"] },
};
const west = defineSite(base);
const clusterSite = defineSite({
  ...base,
  name: "oost",
  streets: "10.0.0.0/12",
  uplink: { portGroup: "oost-uplink", network: "172.16.0.0/16" },
  vpn: { endpoint: "vpn-oost.example.nl", pool: "10.99.1.0/24" },
  kubernetes: {
    context: "oost",
    podSecurity: "v1.34",
    zones: ["oost-a", "oost-b"],
    pods: "10.64.0.0/16",
    gatewayClass: "envoy",
    issuer: "public-ov",
  },
});

export const STACK = "zorgplein-production";
export const PLATFORM = "platform-oost";
const APPS = "zorgplein/production/apps";

/** What a stack is given, to be changed at will: objects by name, resources by type, and what the model says. */
export interface EditableCluster {
  readonly objects: Record<string, Body>;
  readonly resources: Record<string, Record<string, Body>>;
  readonly variables: Record<string, Body>;
  /** How providers are set up, by kind. */
  readonly providers: Record<string, Body[]>;
  readonly model: Body;
}

/**
 * A tenant and the platform under it, as they are written by hand from what Kubernetes and the sheet ask: no construct has
 * a part in it, so that rules and constructs cannot be wrong together.
 */
export class TenantFleet {
  readonly tenant: EditableCluster = {
    objects: apart({
      ...tenantSpace(),
      ...tenantWorkloads(),
      ...tenantPolicies(),
      ...tenantExposure(),
    }),
    resources: { kubernetes_secret_v1: { key: SECRET() } },
    providers: { kubernetes: [{ config_context: "oost" }] },
    variables: { key: { type: "string", ephemeral: true, sensitive: true } },
    model: tenantModel(),
  };
  readonly platform: EditableCluster = {
    objects: apart(clusterObjects()),
    resources: {},
    variables: {},
    providers: { kubernetes: [{ config_context: "oost" }] },
    model: platformModel(),
  };
  /** Model files of others, of which only these are known. */
  readonly others: Body[] = [
    { ...platformModel(), stack: "platform-west", site: siteRecord(west), kubernetes: undefined },
  ];

  /** An object of the tenant. @throws Error when it is not there */
  object(name: string): Body {
    return objectIn(this.tenant, name);
  }

  /** An object of the platform. @throws Error when it is not there */
  ofPlatform(name: string): Body {
    return objectIn(this.platform, name);
  }

  /** The specification of the pods of an object, and of its first container. */
  pod(name: string): Body {
    const { kind, spec } = this.object(name) as { kind: string; spec: Body };
    return kind === "CronJob" ? spec["jobTemplate"].spec.template.spec : spec["template"].spec;
  }

  container(name: string): Body {
    return this.pod(name).containers[0];
  }

  assess(rules: readonly Rule[]): Assessment {
    const outputs = [output(this.platform), output(this.tenant)];
    const models = [...outputs.map(({ model }) => model), ...(this.others as ModelFile[])];
    const house = new House({
      models,
      whole: true,
      platformsKnown: true,
      day: Day.parse("2027-01-15"),
      teamTech: [],
      evidence: [],
    });
    return assess(house, outputs, rules);
  }
}

/** Written out and read again, so that a change of one is a change of no other. */
function apart(objects: Readonly<Record<string, Body>>): Record<string, Body> {
  return JSON.parse(JSON.stringify(objects));
}

function objectIn({ objects }: EditableCluster, name: string): Body {
  const found = objects[name];
  if (found === undefined) throw new Error(`there is no object ${name}`);
  return found;
}

/** By which findings know an object. */
export const idOf = (name: string, stack = STACK) => `${stack}/kubernetes_manifest.${name}`;

function output({ objects, resources, variables, providers, model }: EditableCluster) {
  const walls = Object.keys(objects).filter((name) => objects[name]?.["kind"] === "NetworkPolicy");
  const depends_on = walls.map((name) => `kubernetes_manifest.${name}`);
  const manifests = Object.entries(objects).map(([name, manifest]) => [
    name,
    { manifest, ...(walls.includes(name) ? {} : { depends_on }) },
  ]);
  const resource = { ...resources, kubernetes_manifest: Object.fromEntries(manifests) };
  const named = {
    resource,
    provider: providers,
    variable: variables,
    "//": { metadata: { stackName: model["stack"] } },
  };
  return readSynth(JSON.stringify(named), model as ModelFile, "cdk.tf.json");
}

const SECRET = (): Body => ({
  metadata: { name: "web-key", namespace: NAMESPACE, labels: { ...LABELS, ...labelsOf("web") } },
  data_wo: { key: "${var.key}" },
  data_wo_revision: 1,
});

const group = {
  path: "zorgplein/production/database",
  role: "server",
  servers: [
    {
      name: "database-1",
      interfaces: [{ zone: "production", addresses: DATABASE.slice(1).map((one) => IpAddress.parse(one)) }],
    },
  ],
  virtual: [{ zone: "production", addresses: [IpAddress.parse(DATABASE[0] as string)] }],
};

const workload = (name: string, kind: string, port?: number): Body => ({
  path: `${APPS}/${name}`,
  kind,
  namespace: NAMESPACE,
  labels: labelsOf(name),
  pods: [Cidr.parse("10.0.11.128/25")],
  front: [],
  ports: port === undefined ? [] : [{ name: "http", port, target: port }],
  replicas: { min: 2, max: 6 },
  data: false,
});

const peer = (name: string) => ({ kind: "workload", path: `${APPS}/${name}` });
const partner = { kind: "networks", networks: [Cidr.parse(PARTNER)] };
const flow = (from: object, to: object, port: Port): Body => ({
  id: `flow-${port}`,
  from,
  to,
  port,
  why: "tests",
  declaredOn: APPS,
});

function tenantModel(): Body {
  return {
    stack: STACK,
    kind: "environment",
    site: siteRecord(clusterSite),
    backupSite: siteRecord(west),
    client: {
      name: "zorgplein",
      classification: Classification.SENSITIVE,
      team: "Team Passepartout",
      networks: [Cidr.parse("10.0.0.0/20")],
      publicAddresses: {},
      profiles: [],
    },
    stage: Stage.PRODUCTION,
    groups: [group],
    flows: [
      flow(partner, peer("gateway-restricted"), Port.HTTPS),
      flow(partner, peer("gateway-restricted"), Port.HTTP),
      flow(peer("gateway-restricted"), peer("web"), Port.tcp(8080)),
      flow(peer("web"), { kind: "group", path: group.path }, Port.POSTGRES),
      flow(peer("web"), peer("index"), Port.tcp(9200)),
      flow(peer("nightly"), { kind: "networks", networks: [Cidr.parse("198.51.100.7/32")] }, Port.HTTPS),
    ],
    walls: [],
    waivers: [],
    kubernetes: {
      namespaces: [{ name: NAMESPACE, labels: tenantSpace()["space"]?.["metadata"].labels }],
      workloads: [
        workload("web", "web-service", 8080),
        { ...workload("index", "stateful-service", 9200), replicas: { min: 3, max: 3 } },
        workload("nightly", "scheduled-job"),
        {
          ...workload("gateway-restricted", "gateway"),
          namespace: "envoy-gateway-system",
          labels: tenantPolicies()["wall_gateway"]?.["spec"].podSelector.matchLabels,
          pods: [Cidr.parse("10.64.0.0/16")],
          front: [IpAddress.parse(FRONT)],
          ports: [
            { name: "https", port: 443, target: 10443 },
            { name: "http", port: 80, target: 10080 },
          ],
        },
      ],
      exposures: [
        {
          hostname: HOSTNAME,
          path: "/",
          service: `${APPS}/web`,
          gateway: `${APPS}/gateway-restricted`,
          exposure: "restricted",
          issuer: "public-ov",
          from: partner,
          why: "tests",
        },
      ],
      policies: Object.values(tenantPolicies()),
    },
  };
}

function platformModel(): Body {
  const namespace = clusterObjects()["space"]?.["metadata"];
  return {
    stack: PLATFORM,
    kind: "platform",
    site: siteRecord(clusterSite),
    backupSite: undefined,
    client: undefined,
    stage: undefined,
    groups: [],
    flows: [],
    walls: [],
    waivers: [],
    kubernetes: {
      namespaces: [{ name: namespace.name, labels: namespace.labels }],
      workloads: [],
      exposures: [],
      policies: [clusterObjects()["deny"], clusterObjects()["proxies"]],
    },
  };
}
