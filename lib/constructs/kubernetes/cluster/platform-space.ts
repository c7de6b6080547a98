import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import type { KubernetesRecord, WorkloadPort, WorkloadRecord } from "../../../model/kubernetes-record";
import type { Site } from "../../../model/site";
import type { SiteKubernetes } from "../../../model/site-kubernetes";
import type { EgressRule, IngressRule, NetworkPolicy } from "../../../network/network-policy";
import { allowDns, defaultDeny } from "../../../network/tenant-policies";
import { pathOf } from "../../path";
import { addPolicy } from "../policy-resource";

/** What the API server lets pods of a namespace be, by the Pod Security Standards. */
export type PodSecurityLevel = "restricted" | "privileged";

export interface PlatformSpaceProps {
  readonly site: Site;
  readonly kubernetes: SiteKubernetes;
  /** Name of the namespace. */
  readonly name: string;
  /** What its pods may be at the most. What is beyond `restricted` is written down and told in any case. */
  readonly level: PodSecurityLevel;
}

/** What a program of the platform talks to, beside the cluster's resolvers. */
export interface PlatformTraffic {
  readonly ingress?: readonly IngressRule[];
  readonly egress?: readonly EgressRule[];
}

/** A namespace for one program that serves all tenants of a site, closed both ways (V-09, H-22). */
export class PlatformSpace extends Construct {
  readonly name: string;
  /** The namespace as objects in it name it: they wait until it is there. */
  readonly namespace: string;
  /** What everything in it waits for that names it as plain text. */
  readonly first: NamespaceV1;
  private readonly site: Site;
  private readonly pods: WorkloadRecord["pods"];
  private readonly namespaceLabels: Readonly<Record<string, string>>;
  private readonly policies: NetworkPolicy[] = [];
  private readonly workloads: WorkloadRecord[] = [];

  constructor(scope: Construct, id: string, { site, kubernetes, name, level }: PlatformSpaceProps) {
    super(scope, id);
    this.site = site;
    this.pods = [kubernetes.pods];
    this.name = name;
    this.namespaceLabels = { ...this.labels, ...podSecurityLabels(level, kubernetes.podSecurity) };
    this.first = new NamespaceV1(this, "namespace", { metadata: { name, labels: this.namespaceLabels } });
    this.namespace = this.first.metadata.name;
    new DefaultServiceAccountV1(this, "nobody", {
      metadata: { namespace: this.namespace },
      automountServiceAccountToken: false,
    });
    for (const policy of [defaultDeny(name), allowDns(name)]) this.addWall(policy.metadata.name, {}, policy);
  }

  /** Labels of every object in it. */
  get labels(): Readonly<Record<string, string>> {
    return {
      "app.kubernetes.io/instance": this.name,
      "app.kubernetes.io/part-of": "platform",
      "app.kubernetes.io/managed-by": "straat",
      "straat/site": this.site.name,
      // As servers of the platform are labelled in the logs.
      "straat/client": "platform",
      "straat/stage": "platform",
    };
  }

  /** Labels of the objects of one program. */
  labelsOf(name: string): Readonly<Record<string, string>> {
    return { ...selectorOf(name), ...this.labels };
  }

  /** An account of a program, which mounts no token by itself: a pod that asks the API server says so. */
  addAccount(name: string): ServiceAccountV1 {
    return new ServiceAccountV1(this, "account", {
      metadata: { name, namespace: this.namespace, labels: this.labelsOf(name) },
      automountServiceAccountToken: false,
    });
  }

  /** Opens the wall of a program for what it needs, and nothing else. */
  allow(name: string, { ingress, egress }: PlatformTraffic): void {
    this.addWall(name, selectorOf(name), {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name, namespace: this.name },
      spec: {
        podSelector: { matchLabels: selectorOf(name) },
        policyTypes: ["Ingress", "Egress"],
        ...(ingress === undefined ? {} : { ingress }),
        ...(egress === undefined ? {} : { egress }),
      },
    });
  }

  /** Notes a program for flows, rules and reports. */
  note(name: string, ports: readonly WorkloadPort[], replicas: WorkloadRecord["replicas"]): void {
    this.workloads.push({
      path: pathOf(this),
      kind: "platform",
      namespace: this.name,
      labels: selectorOf(name),
      pods: this.pods,
      front: [],
      ports,
      replicas,
      data: false,
    });
  }

  get record(): KubernetesRecord {
    return {
      namespaces: [{ name: this.name, labels: this.namespaceLabels }],
      workloads: this.workloads,
      exposures: [],
      policies: this.policies.map((policy) => JSON.parse(JSON.stringify(policy))),
    };
  }

  private addWall(id: string, podLabels: Readonly<Record<string, string>>, policy: NetworkPolicy): void {
    const { name } = policy.metadata;
    this.policies.push(policy);
    addPolicy(
      this,
      `wall-${id}`,
      { name, namespace: this.namespace, labels: this.labels, podLabels },
      () => policy,
    );
  }
}

/** By what the pods of a program are known: selectors never change, so they hold no more than the name. */
export function selectorOf(name: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/name": name };
}

/** Only what is refused may be more than restricted: the audit and the warnings still tell of it. */
function podSecurityLabels(level: PodSecurityLevel, version: string): Readonly<Record<string, string>> {
  const label = (mode: string, value: string) => [
    [`pod-security.kubernetes.io/${mode}`, value],
    [`pod-security.kubernetes.io/${mode}-version`, version],
  ];
  return Object.fromEntries([
    ...label("enforce", level),
    ...label("audit", "restricted"),
    ...label("warn", "restricted"),
  ]);
}
