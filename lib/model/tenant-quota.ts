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

/** What a container gets where it says nothing, so that nothing runs unbounded. What Straat writes always says it. */
export const UNSAID = { cpu: "100m", memory: "128Mi", ephemeralStorage: "128Mi" } as const;

const EXAMPLES = { cpu: "8", memory: "16Gi", ephemeralStorage: "20Gi", storage: "100Gi" } as const;

/** More of anything than a cluster has: a slip of the pen, such as `16Gi` of processors. In thousandths. */
const MOST: Readonly<Record<keyof typeof UNSAID | "storage", bigint>> = {
  cpu: 100_000n * 1000n,
  memory: 1024n ** 5n * 1000n,
  ephemeralStorage: 1024n ** 5n * 1000n,
  storage: 1024n ** 5n * 1000n,
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

/**
 * Checks the most a stage may take. It is at least what one container gets that says nothing, or the cluster would take no limits in
 * the namespace; what its workloads come to is held against it once all of them are known.
 *
 * @param addresses how many pods the stage's network has addresses for
 * @returns undefined where there is a mistake in it: nothing is held against a quota that nobody meant
 */
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
  const before = check.all.length;
  checkProperties("quota", props, PROPERTIES, "a quota", check);
  const amount = (property: keyof typeof UNSAID) =>
    check.attempt(`quota.${property}`, () => inBounds(property, props[property], UNSAID[property])) ?? 0n;
  const storage = props.storage;
  const quota = {
    written: props,
    pods: check.attempt("quota.pods", () => checkPods(props.pods, addresses)) ?? 1,
    cpu: amount("cpu"),
    memory: amount("memory"),
    ephemeralStorage: amount("ephemeralStorage"),
    storage:
      storage === undefined ? 0n : (check.attempt("quota.storage", () => inBounds("storage", storage)) ?? 0n),
  };
  return check.all.length === before ? quota : undefined;
}

/** @param least what it may not be less than */
function inBounds(property: keyof typeof MOST, text: unknown, least?: string): bigint {
  if (text === undefined) {
    throw new InvalidError({
      value: shownValue(text),
      problem: "nobody said how much of it this stage may take (B-21)",
      remedy: `write for example ${EXAMPLES[property]}`,
    });
  }
  const amount = parseQuantity(text);
  const isLess = least !== undefined && amount < parseQuantity(least);
  if (!isLess && amount <= MOST[property]) return amount;
  throw new InvalidError({
    value: shownValue(text),
    problem: isLess
      ? `is less than the ${least} that one container gets which says nothing, so the cluster would refuse the limits of the namespace`
      : "is more than a cluster has of it",
    remedy: isLess ? `write ${least} or more` : `write for example ${EXAMPLES[property]}`,
  });
}

function checkPods(pods: number, addresses: bigint): number {
  if (Number.isInteger(pods) && pods >= 1 && BigInt(pods) <= addresses) return pods;
  throw new InvalidError({
    value: shownValue(pods),
    problem: `the network of this stage's pods has ${addresses} addresses`,
    remedy: `write a whole number from 1 to ${addresses}, or give the client a larger block`,
  });
}
