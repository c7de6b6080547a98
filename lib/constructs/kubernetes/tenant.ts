import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import type { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { Construct } from "constructs";
import type { Cidr } from "../../model/cidr";
import { checkProperties } from "../../model/known-properties";
import type { KubernetesRecord } from "../../model/kubernetes-record";
import { InvalidError, type Mistake } from "../../model/mistake";
import { normalName } from "../../model/name";
import type { PromiseId } from "../../model/promises";
import type { SiteKubernetes } from "../../model/site-kubernetes";
import { checkQuota, type TenantQuota, type TenantQuotaProps } from "../../model/tenant-quota";
import type { NetworkPolicy } from "../../network/network-policy";
import { allowDns, defaultDeny, workloadPolicy } from "../../network/tenant-policies";
import { childId } from "../child-id";
import type { Environment } from "../environment";
import { checkDeclared } from "../findings";
import { pathOf } from "../path";
import { Exposures } from "./exposure/exposures";
import { PodAddressing, podPoolAnnotations } from "./pod-addressing";
import { addPolicy } from "./policy-resource";
import { useCluster } from "./provider";
import { checkStanding } from "./standing";
import { addAccess, checkAccess, type TenantAccess } from "./tenant-access";
import { overQuota } from "./tenant-demand";
import { addLimits, addQuota } from "./tenant-limits";
import { Workload } from "./workload";

export interface TenantProps {
  /** The most this stage takes of the cluster, all its workloads at their ceilings together (B-21). */
  readonly quota: TenantQuotaProps;
  /** Which groups of people may look and operate here (V-03). @default nobody */
  readonly access?: TenantAccess;
}

const STANDING = {
  what: "a tenant",
  where: "Environment",
  remedy: "write it in forEachEnvironment, with the environment that is given there",
};

/**
 * A client's stage on the cluster of its site: a namespace with its limits, walls and rights (B-09, B-22, B-23, H-22).
 * Closed both ways but for what is declared; no container may be more than Pod Security's restricted allows.
 */
export class Tenant extends Construct {
  /** The cluster it is on. */
  readonly kubernetes: SiteKubernetes;
  /** Its namespace: `<client>-<stage>`. */
  readonly namespace: string;
  /** The network from which its pods get addresses, and nobody else's. */
  readonly pods: readonly Cidr[];
  /** Under which names visitors find its services. */
  readonly exposures: Exposures;
  private readonly quota: TenantQuota | undefined;
  private space: NamespaceV1 | undefined;
  /** The policies of all its pods. */
  readonly walls: NetworkPolicyV1[] = [];

  constructor(
    readonly environment: Environment,
    id: string,
    props: TenantProps,
  ) {
    super(checkStanding(environment, "stage", id, STANDING), childId(environment, "a tenant", id));
    const { client, stage } = environment;
    this.namespace = environment.node.id;
    this.pods = [client.plan.pods(stage)];
    const { kubernetes, quota, access } = checkDeclared(
      environment,
      props,
      (check) => {
        const given = checkProperties("", props, { quota: true, access: true }, "a tenant", check);
        return {
          kubernetes: check.attempt("", () => useCluster(environment)),
          quota: checkQuota(given.quota, client.plan.pods(stage).size, check),
          access: checkAccess(given.access, check),
        };
      },
      pathOf(this),
    );
    checkDeclared(this, {}, (check) => check.attempt("", () => this.checkAlone()));
    this.kubernetes = kubernetes ?? STAND_IN;
    this.quota = quota;
    this.exposures = new Exposures(this);
    if (kubernetes !== undefined && quota !== undefined) this.build(quota, access);
  }

  /** What has to be there before anything can stand in it; nothing where a mistake left it out. */
  get waitsFor(): NamespaceV1[] {
    return this.space === undefined ? [] : [this.space];
  }

  /** The namespace by reference, so that Terraform makes it before what stands in it. */
  get namespaceReference(): string {
    return this.space?.metadata.name ?? this.namespace;
  }

  /** Labels of every object: whose it is, of which stage and class, and which team answers for it. */
  get labels(): Readonly<Record<string, string>> {
    const { client, stage } = this.environment;
    return {
      "app.kubernetes.io/instance": this.namespace,
      "app.kubernetes.io/part-of": client.name,
      "app.kubernetes.io/managed-by": "straat",
      "straat/client": client.name,
      "straat/stage": stage.name,
      "straat/class": client.classification.name,
      "straat/owner": normalName(client.team) || "unnamed",
    };
  }

  /** Labels of what belongs to one workload. */
  labelsOf(name: string): Readonly<Record<string, string>> {
    return { "app.kubernetes.io/name": name, ...this.labels };
  }

  /** What stands here, in the order of declaration; the gateways in front of it among it. */
  get workloads(): readonly Workload[] {
    const all = this.node.findAll().filter((construct) => construct instanceof Workload);
    // One whose author's code stopped half-way is a mistake already, and has nothing to tell.
    return all.filter(({ record }) => record !== undefined);
  }

  /** What the model file says of it. Complete once the client file has been read. */
  get record(): KubernetesRecord {
    return {
      namespaces: [{ name: this.namespace, labels: this.namespaceLabels }],
      workloads: this.workloads.map(({ record }) => record),
      exposures: this.exposures.records,
      policies: [
        defaultDeny(this.namespace),
        allowDns(this.namespace),
        ...this.workloads.map((workload) => this.policyOf(workload)),
      ].map(inOneForm),
    };
  }

  /** Promises of the sheet that it realises. Complete once the client file has been read. */
  get realises(): readonly PromiseId[] {
    const { stage } = this.environment;
    const records = this.workloads.map(({ record }) => record);
    // A job is one pod for a while, and a gateway is no reason to say that what is behind it scales.
    const lasting = records.filter(({ kind }) => kind !== "scheduled-job" && kind !== "gateway");
    const isScaled = lasting.some(({ replicas }) => replicas && replicas.max > replicas.min);
    return [
      ...(["B-22", "B-23", "H-05", "H-22", "V-03", "V-09"] as const),
      ...(stage.minimumMembers > 1 && lasting.length > 0 ? (["B-06", "H-03"] as const) : []),
      ...(isScaled ? (["B-21"] as const) : []),
      ...(records.some(({ kind }) => kind === "gateway") ? (["V-10"] as const) : []),
    ];
  }

  /** What asks more of the cluster than the tenant may have, all workloads at their ceilings. */
  get overQuota(): readonly Mistake[] {
    return this.quota === undefined ? [] : overQuota(this, this.quota);
  }

  /** Gives a workload its wall; what it lets through follows from all flows, at synth. */
  addWall(workload: Workload): NetworkPolicyV1 {
    const { namespace, podLabels } = workload;
    return addPolicy(
      workload,
      "wall",
      {
        name: this.policyName(workload),
        namespace,
        labels: this.labelsOf(workload.node.id),
        podLabels,
        waitsFor: this.waitsFor,
      },
      () => this.policyOf(workload),
    );
  }

  private get namespaceLabels(): Readonly<Record<string, string>> {
    const { podSecurity } = this.kubernetes;
    const modes = ["enforce", "audit", "warn"].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, "restricted"],
      [`pod-security.kubernetes.io/${mode}-version`, podSecurity],
    ]);
    return { ...this.labels, ...Object.fromEntries(modes) };
  }

  private build(quota: TenantQuota, access: Required<TenantAccess>): void {
    const { client, stage } = this.environment;
    const { namespace, labels } = this;
    const addressing = new PodAddressing(this, "addresses", {
      namespace,
      labels,
      pods: client.plan.pods(stage),
      fronts: client.plan.fronts(stage),
    });
    const space = new NamespaceV1(this, "namespace", {
      metadata: {
        name: namespace,
        labels: this.namespaceLabels,
        annotations: { "straat/owner": client.team, ...podPoolAnnotations(namespace) },
      },
      dependsOn: [...addressing.pools],
      // With a namespace goes all that is in it, volumes and what is on them.
      ...(stage.minimumMembers > 1 ? { lifecycle: { preventDestroy: true } } : {}),
    });
    this.space = space;
    const metadata = { namespace: this.namespaceReference, labels };
    addQuota(this, metadata, quota);
    addLimits(this, metadata, quota);
    new DefaultServiceAccountV1(this, "nobody", {
      metadata: { namespace: this.namespaceReference },
      automountServiceAccountToken: false,
    });
    addAccess(this, metadata, access);
    for (const policy of [defaultDeny(namespace), allowDns(namespace)]) {
      const { name } = policy.metadata;
      const identity = { name, namespace, labels, podLabels: {}, waitsFor: this.waitsFor };
      this.walls.push(addPolicy(this, name, identity, () => policy));
    }
  }

  private policyOf(workload: Workload): NetworkPolicy {
    const { facts, client } = this.environment;
    return workloadPolicy(workload.record, this.policyName(workload), facts, client);
  }

  /** Walls of gateways stand among those of other tenants, so their names tell whose they are. */
  private policyName({ node, namespace }: Workload): string {
    return namespace === this.namespace ? node.id : `${this.namespace}-${node.id}`;
  }

  private checkAlone(): void {
    const others = this.environment.node.children.filter(
      (child) => child instanceof Tenant && child !== this,
    );
    const [other] = others;
    if (other === undefined) return;
    throw new InvalidError({
      value: this.node.id,
      problem: `stands beside ${other.node.id}: an environment has one namespace, ${this.namespace}, and one tenant in it (B-09)`,
      remedy: `declare its workloads in ${other.node.id}`,
    });
  }
}

/** With what a tenant of a site without a cluster is checked, and never written. */
const STAND_IN = {
  context: "",
  podSecurity: "v1.34",
  zones: [],
  gatewayClass: "",
  issuer: "",
} as unknown as SiteKubernetes;

/** As it would be read back. */
function inOneForm(policy: NetworkPolicy): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(policy));
}
