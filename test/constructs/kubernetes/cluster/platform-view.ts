import { defineSite, type Site, SitePlatform, type SiteProps } from "../../../../lib";
import {
  ClusterPlatform,
  type ClusterPlatformInput,
} from "../../../../lib/constructs/kubernetes/cluster/cluster-platform";
import type { ClusterPlatformProps } from "../../../../lib/constructs/kubernetes/cluster/cluster-platform-props";
import { type KubernetesObject, objectsOf } from "../../../../lib/controls/kubernetes/kubernetes-object";
import { readSynth } from "../../../../lib/controls/terraform/read-synth";
import type { StackOutput } from "../../../../lib/controls/terraform/stack-output";
import { admins } from "../../../../stacks/admins";
import { type AppView, type Body, buildApp } from "../../../support/app";
import { siteProps, west } from "../../../support/sites";

/** A cluster, with nothing that is optional. */
export const KUBERNETES: NonNullable<SiteProps["kubernetes"]> = {
  context: "oost",
  podSecurity: "v1.34",
  zones: ["oost-a", "oost-b"],
  pods: "10.64.0.0/16",
  gatewayClass: "envoy",
  issuer: "public-ov",
};

const image = (name: string) => `registry.example.nl/house/${name}@sha256:${"a1".repeat(32)}`;

/** A site with a cluster, a collector of logs and a database of leaks. */
export function clusterSite(changes: Partial<SiteProps> = {}): Site {
  return defineSite(
    siteProps({
      kubernetes: KUBERNETES,
      logCollector: "logs.example.nl",
      vulnerabilityDatabase: "packages.example.nl/trivy-db:2",
      services: { logs: ["172.31.0.44", "172.31.0.45"], packages: ["172.31.0.80"], backup: ["172.16.0.5"] },
      ...changes,
    }),
  );
}

/** What may be declared of what serves a whole cluster. */
export const PROPS: ClusterPlatformProps = {
  images: {
    logAgent: image("log-agent:1.4.0"),
    reboots: image("kured:1.22.1"),
    scannerOperator: image("trivy-operator:0.34.0"),
    scanner: image("trivy:0.73.0"),
    stateMetrics: image("kube-state-metrics:v2.17.0"),
  },
  backups: {
    site: "west",
    host: "s3-west.example.nl",
    bucket: "straat-oost",
    credential: { secret: "store-west", key: "cloud" },
    authority: { secret: "store-west", key: "ca.crt" },
  },
  logCertificate: "log-agent",
  apiServers: ["172.20.0.11", "172.20.0.12", "172.20.0.13"],
  scraper: {
    namespace: "monitoring",
    labels: { "app.kubernetes.io/name": "prometheus" },
    alarms: { service: "prometheus", port: 9090 },
  },
};

/** The platform of a cluster, built beside that of its site. */
export class PlatformView {
  constructor(
    readonly app: AppView,
    readonly cluster: ClusterPlatform,
  ) {}

  get complaint(): string {
    return this.app.complaint;
  }

  /** What Terraform is given. */
  get json(): Body {
    return this.app.stack("platform-oost").json;
  }

  /** The stack of its site, as rules are given it. */
  get output(): StackOutput {
    const { json, model } = this.app.stack("platform-oost");
    const named = { ...json, "//": { metadata: { stackName: "platform-oost" } } };
    const kubernetes = JSON.parse(JSON.stringify(this.cluster.record));
    return readSynth(JSON.stringify(named), { ...model, kubernetes }, "cdk.tf.json");
  }

  /** All its objects, as the API server would be sent them. */
  get objects(): readonly KubernetesObject[] {
    return objectsOf(this.output);
  }

  /** One of them. */
  object(kind: string, name: string, namespace?: string): Body {
    const found = this.objects.filter(
      (object) =>
        object.kind === kind && object.name === name && (namespace ?? object.namespace) === object.namespace,
    );
    if (found.length !== 1) throw new Error(`there are ${found.length} of ${kind} ${name}`);
    return (found[0] as KubernetesObject).body as Body;
  }
}

export function platformOf(
  changes: Partial<ClusterPlatformInput> = {},
  site: Site = clusterSite(),
): PlatformView {
  let cluster: ClusterPlatform | undefined;
  const app = buildApp((root) => {
    const stack = new SitePlatform(root, { site, otherSites: [west], admins });
    cluster = new ClusterPlatform(stack, "cluster", { ...PROPS, site, otherSites: [west], ...changes });
  });
  return new PlatformView(app, cluster as ClusterPlatform);
}
