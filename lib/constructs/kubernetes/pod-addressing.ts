import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import type { Cidr } from "../../model/cidr";

/** Smallest block Calico hands a node, as a prefix: so that a small network still serves several nodes. */
const SMALLEST_BLOCK = 30;
/** A network is handed to nodes in this many parts, as a power of two. */
const BLOCKS_BITS = 3;

export interface PodAddressingProps {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** For pods of the namespace alone. */
  readonly pods: Cidr;
  /** For the addresses at which its gateways answer. */
  readonly fronts: Cidr;
}

/**
 * Pods with addresses of their client and stage, so that every wall outside the cluster can tell them apart (B-09), by
 * Calico's pools. Nobody gets an address of them without asking by name, and packets keep it when they leave a node.
 */
export class PodAddressing extends Construct {
  readonly pools: readonly Manifest[];

  constructor(scope: Construct, id: string, { namespace, labels, pods, fronts }: PodAddressingProps) {
    super(scope, id);
    const podPool = this.addPool("pods", poolName(namespace, "pods"), labels, {
      cidr: `${pods}`,
      blockSize: Math.min(pods.prefix + BLOCKS_BITS, SMALLEST_BLOCK),
      allowedUses: ["Workload"],
    });
    const frontPool = this.addPool("fronts", poolName(namespace, "fronts"), labels, {
      cidr: `${fronts}`,
      blockSize: fronts.prefix,
      allowedUses: ["LoadBalancer"],
    });
    this.pools = [podPool, frontPool];
  }

  private addPool(id: string, name: string, labels: object, spec: object): Manifest {
    return new Manifest(this, id, {
      manifest: {
        apiVersion: "projectcalico.org/v3",
        kind: "IPPool",
        metadata: { name, labels },
        // Routed as they are: an address that is rewritten or wrapped on the way is nobody's to a wall.
        spec: {
          ...spec,
          assignmentMode: "Manual",
          ipipMode: "Never",
          vxlanMode: "Never",
          natOutgoing: false,
          nodeSelector: "all()",
        },
      },
    });
  }
}

/** What makes Calico give pods of a namespace its addresses. */
export function podPoolAnnotations(namespace: string): Readonly<Record<string, string>> {
  return { "cni.projectcalico.org/ipv4pools": JSON.stringify([poolName(namespace, "pods")]) };
}

/** What makes Calico give a Service just this address. */
export function frontAnnotations(address: string): Readonly<Record<string, string>> {
  return { "projectcalico.org/loadBalancerIPs": JSON.stringify([address]) };
}

function poolName(namespace: string, use: "pods" | "fronts"): string {
  return `${namespace}-${use}`;
}
