import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import type { Construct } from "constructs";
import { canonicalQuantity } from "../../model/quantity";
import { type TenantQuota, UNSAID } from "../../model/tenant-quota";

/** Less than this is a slip of the pen: a container that starts takes more. */
const LEAST = { cpu: "1m", memory: "4Mi" } as const;

interface Metadata {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The most a namespace takes, and no door that is not a gateway's: neither load balancers nor ports of nodes (B-21, H-05). */
export function addQuota(scope: Construct, metadata: Metadata, { written, pods }: TenantQuota): void {
  const { cpu, memory, ephemeralStorage, storage } = written;
  new ResourceQuotaV1(scope, "quota", {
    metadata: { name: "quota", ...metadata },
    spec: {
      hard: {
        pods: String(pods),
        "requests.cpu": cpu,
        "limits.cpu": cpu,
        "requests.memory": memory,
        "limits.memory": memory,
        "requests.ephemeral-storage": ephemeralStorage,
        "limits.ephemeral-storage": ephemeralStorage,
        "requests.storage": storage ?? "0",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
      },
    },
  });
}

/** What one container may take: at the most all of the quota, and something where it says nothing. */
export function addLimits(scope: Construct, metadata: Metadata, { written }: TenantQuota): void {
  const { cpu, memory, ephemeralStorage } = UNSAID;
  const unsaid = { cpu, memory, "ephemeral-storage": ephemeralStorage };
  new LimitRangeV1(scope, "limits", {
    metadata: { name: "limits", ...metadata },
    spec: {
      limit: [
        {
          type: "Container",
          default: { ...unsaid },
          defaultRequest: { ...unsaid },
          min: { ...LEAST },
          // The provider compares these as texts.
          max: {
            cpu: canonicalQuantity(written.cpu),
            memory: canonicalQuantity(written.memory),
            "ephemeral-storage": canonicalQuantity(written.ephemeralStorage),
          },
        },
      ],
    },
  });
}
