import type { Mistake } from "../../model/mistake";
import type { TenantQuota } from "../../model/tenant-quota";
import { pathOf } from "../path";
import type { Tenant } from "./tenant";
import type { Demand } from "./workload";

const UNITS = {
  pods: "pods",
  cpu: "thousandths of a core",
  memory: "MiB",
  ephemeralStorage: "MiB",
  storage: "MiB",
} as const;

const MIB = 1000n * 1024n * 1024n;

/** Where all workloads of a tenant at their ceilings ask more than its quota: at a peak the last of them would not start (B-21). */
export function overQuota(tenant: Tenant, quota: TenantQuota): readonly Mistake[] {
  const demands = tenant.workloads.map(({ demand, node }) => ({ demand, name: node.id }));
  return (Object.keys(UNITS) as readonly (keyof Demand)[]).flatMap((key): Mistake[] => {
    const sum = demands.reduce((total, { demand }) => total + BigInt(demand[key]), 0n);
    if (sum <= BigInt(quota[key])) return [];
    const largest = demands.toSorted((a, b) => (BigInt(a.demand[key]) < BigInt(b.demand[key]) ? 1 : -1))[0];
    return [
      {
        path: pathOf(tenant),
        property: `quota.${key}`,
        value: `${quota.written[key] ?? "none"}`,
        problem: `its workloads take ${shown(key, sum)} with all at their ceilings: at a peak the last would not start (B-21)`,
        remedy: `raise the quota to it, or lower a ceiling; ${largest?.name} takes most`,
      },
    ];
  });
}

function shown(key: keyof Demand, amount: bigint): string {
  const inUnits = UNITS[key] === "MiB" ? (amount + MIB - 1n) / MIB : amount;
  return `${inUnits} ${UNITS[key]}`;
}
