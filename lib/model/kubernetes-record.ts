import type { Cidr } from "./cidr";
import type { IpAddress } from "./ip";
import type { PeerRecord } from "./peer";

/** What a stack has in the cluster of its site, as far as packets, rules and reports look. */
export interface KubernetesRecord {
  readonly namespaces: readonly NamespaceRecord[];
  readonly workloads: readonly WorkloadRecord[];
  readonly exposures: readonly ExposureRecord[];
  /** Every NetworkPolicy as the API is given it: the walls of pods. */
  readonly policies: readonly Readonly<Record<string, unknown>>[];
}

export interface NamespaceRecord {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a workload is for; `gateway` is where visitors end, `platform` serves all tenants. */
export type WorkloadKind =
  | "web-service"
  | "worker"
  | "scheduled-job"
  | "stateful-service"
  | "gateway"
  | "platform";

/** Pods that stand in for each other, under the name by which flows know them. */
export interface WorkloadRecord {
  /** For example `zorgplein/production/apps/web`. */
  readonly path: string;
  readonly kind: WorkloadKind;
  readonly namespace: string;
  /** What its pods have and no others of the namespace: policies select by these. */
  readonly labels: Readonly<Record<string, string>>;
  /** Networks its pods get addresses from; other workloads of the tenant share them. */
  readonly pods: readonly Cidr[];
  /** Where it answers to what is outside the cluster: of a gateway alone. */
  readonly front: readonly IpAddress[];
  readonly ports: readonly WorkloadPort[];
  /** Fewest and most pods; undefined where that is not for Straat to say. */
  readonly replicas: { readonly min: number; readonly max: number } | undefined;
  /** Holds data that is backed up. */
  readonly data: boolean;
}

/** A TCP port. */
export interface WorkloadPort {
  readonly name: string;
  /** Where peers connect: at its Service, or at the address of a gateway. */
  readonly port: number;
  /** What the container listens on. The same, but for a gateway. */
  readonly target: number;
}

/** A host name under which visitors find a service. */
export interface ExposureRecord {
  readonly hostname: string;
  /** First part of the paths that lead to the service. */
  readonly path: string;
  /** Path of the workload behind it. */
  readonly service: string;
  /** Path of the gateway in front of it. */
  readonly gateway: string;
  readonly exposure: ExposureClass;
  /** The ClusterIssuer of the certificate that stands for this name. */
  readonly issuer: string;
  /** Who may come. */
  readonly from: PeerRecord;
  /** Why, in its author's words. */
  readonly why: string;
}

/** One gateway for each: everyone, those who are listed, administrators in the VPN. */
export type ExposureClass = "public" | "restricted" | "closed";
