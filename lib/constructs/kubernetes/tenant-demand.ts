import type { Mistake } from "../../model/mistake";
import type { TenantQuota } from "../../model/tenant-quota";
import { pathOf } from "../path";
import type { Tenant } from "./tenant";
import type { Demand } from "./workload";

/** How an amount is written, in thousandths, and what it is of. */
const UNITS = {
  pods: { write: String, what: "pods" },
  cpu: { write: (millicores: bigint) => `${millicores}m`, what: "of processor time" },
  memory: { write: mebibytes, what: "of memory" },
  ephemeralStorage: { write: mebibytes, what: "of the disks of nodes" },
  storage: { write: mebibytes, what: "of volumes" },
} as const;

const MIB = 1000n * 1024n * 1024n;

/**
 * Where all workloads of a tenant at their ceilings ask more than its quota, the one more pod of an update and a pod of every job among
 * them: at a peak the last of them would not start (B-21).
 */
export function overQuota(tenant: Tenant, quota: TenantQuota): readonly Mistake[] {
  const demands = tenant.workloads.map(({ demand, node }) => ({ demand, name: node.id }));
  return (Object.keys(UNITS) as readonly (keyof Demand)[]).flatMap((key): Mistake[] => {
    const { write, what } = UNITS[key];
    const amounts = demands.map(({ demand, name }) => ({ name, amount: BigInt(demand[key]) }));
    const sum = amounts.reduce((total, { amount }) => total + amount, 0n);
    if (sum <= BigInt(quota[key])) return [];
    const largest = amounts
      .filter(({ amount }) => amount > 0n)
      .toSorted(byAmount)
      .slice(0, SHOWN);
    const takers = largest.map(({ name, amount }) => `${name} ${write(amount)}`).join(", ");
    return [
      {
        path: pathOf(tenant),
        property: `quota.${key}`,
        value: `${quota.written[key] ?? "none"}`,
        problem: `its workloads take ${write(sum)} ${what} with all at their ceilings and in an update: at a peak the last would not start (B-21)`,
        remedy: `${key === "pods" ? morePods(tenant, sum) : `write ${write(sum)} or more`}, or lower a ceiling; most take ${takers}`,
      },
    ];
  });
}

/** How many of those that take most are told. */
const SHOWN = 3;

/** Where there are no addresses for so many, a larger quota would not help. */
function morePods({ environment: { client, stage } }: Tenant, pods: bigint): string {
  const { size } = client.plan.pods(stage);
  return pods > size
    ? `give the client a larger block, for this stage has ${size} addresses of pods`
    : `write ${pods} or more`;
}

/** The largest first; those that are alike as they were declared. */
function byAmount(one: { readonly amount: bigint }, other: { readonly amount: bigint }): number {
  return one.amount === other.amount ? 0 : one.amount < other.amount ? 1 : -1;
}

function mebibytes(amount: bigint): string {
  return `${(amount + MIB - 1n) / MIB}Mi`;
}
