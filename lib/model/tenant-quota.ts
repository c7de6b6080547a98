import { checkProperties, type Known } from "./known-properties";
import type { Mistakes } from "./mistake";
import { InvalidError } from "./mistake";
import { parseQuantity } from "./quantity";
import { shownValue } from "./text";

/** The most a client's stage takes of its cluster, all workloads at their ceilings together (B-21). */
export interface TenantQuotaProps {
  readonly pods: number;
  /** Cores, such as `8` or `2500m`. */
  readonly cpu: string;
  /** Such as `16Gi`. */
  readonly memory: string;
  /** On the disks of nodes, such as `20Gi`. */
  readonly ephemeralStorage: string;
  /** On volumes that outlive pods. @default none */
  readonly storage?: string;
}

const PROPERTIES: Known<TenantQuotaProps> = {
  pods: true,
  cpu: true,
  memory: true,
  ephemeralStorage: true,
  storage: true,
};

/** The same, checked: as it is written, and in thousandths. */
export interface TenantQuota {
  readonly written: TenantQuotaProps;
  readonly pods: number;
  readonly cpu: bigint;
  readonly memory: bigint;
  readonly ephemeralStorage: bigint;
  readonly storage: bigint;
}

/** @param addresses how many pods the stage's network has addresses for */
export function checkQuota(
  props: TenantQuotaProps | undefined,
  addresses: bigint,
  check: Mistakes,
): TenantQuota | undefined {
  if (props === undefined || props === null || typeof props !== "object") {
    check.attempt("quota", () => {
      throw new InvalidError({
        value: shownValue(props),
        problem: "nobody said how much of the cluster this stage may take (B-21)",
        remedy: 'write quota: { pods: 20, cpu: "8", memory: "16Gi", ephemeralStorage: "20Gi" }',
      });
    });
    return undefined;
  }
  checkProperties("quota", props, PROPERTIES, "a quota", check);
  const amount = (property: "cpu" | "memory" | "ephemeralStorage") =>
    check.attempt(`quota.${property}`, () => parseQuantity(props[property])) ?? 0n;
  const storage = props.storage;
  return {
    written: props,
    pods: check.attempt("quota.pods", () => checkPods(props.pods, addresses)) ?? 1,
    cpu: amount("cpu"),
    memory: amount("memory"),
    ephemeralStorage: amount("ephemeralStorage"),
    storage:
      storage === undefined ? 0n : (check.attempt("quota.storage", () => parseQuantity(storage)) ?? 0n),
  };
}

function checkPods(pods: number, addresses: bigint): number {
  if (Number.isInteger(pods) && pods >= 1 && BigInt(pods) <= addresses) return pods;
  throw new InvalidError({
    value: shownValue(pods),
    problem: `the network of this stage's pods has ${addresses} addresses`,
    remedy: `write a whole number from 1 to ${addresses}, or give the client a larger block`,
  });
}
