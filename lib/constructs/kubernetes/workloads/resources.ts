import { checkProperties } from "../../../model/known-properties";
import { InvalidError, Mistakes } from "../../../model/mistake";
import { parseQuantity } from "../../../model/quantity";
import { shownValue } from "../../../model/text";
import type { Demand } from "../workload";

/** What is asked for and may not be exceeded, as Kubernetes writes it: one text for both, or each by itself. */
export type Amount = string | { readonly request: string; readonly limit: string };

/**
 * What one pod gets and at most takes (B-21). All three are said: the scheduler places by requests, and one pod without a limit takes
 * its neighbours' share. A limit on processor time slows a pod down at a peak; who wants room there writes a request below it.
 */
export interface ResourceProps {
  /** Processor time, such as `250m` for a quarter of a core. */
  readonly cpu: Amount;
  /** Such as `256Mi`. A pod that takes more is ended. */
  readonly memory: Amount;
  /** On the disk of its node: logs, `scratch` and what it writes else. Such as `1Gi`; a pod that takes more is moved. */
  readonly ephemeralStorage: Amount;
}

/** The same, checked: as the API has it, and limits in thousandths. */
export interface Resources {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
  readonly most: Pick<Demand, "cpu" | "memory" | "ephemeralStorage">;
}

const MIB = 1000n * 1024n * 1024n;

/** Bounds that tell a slip of the pen, in thousandths: `512m` of memory is half a byte, and `512Mi` of processor half a billion cores. */
const BOUNDS = {
  cpu: { from: 1n, to: 256_000n, example: "250m for a quarter of a core" },
  memory: { from: 4n * MIB, to: 1024n * 1024n * MIB, example: "256Mi" },
  ephemeralStorage: { from: MIB, to: 1024n * 1024n * MIB, example: "1Gi" },
} as const;

const PROPERTIES = { cpu: true, memory: true, ephemeralStorage: true } as const;

/** With what a pod is checked on when its resources cannot be read. */
const STAND_IN = { request: "1", limit: "1", most: 0n };

export function checkResources(props: ResourceProps | undefined, check: Mistakes): Resources {
  const declared = checkProperties("resources", props, PROPERTIES, "the resources of a pod", check);
  const amount = (kind: keyof ResourceProps) =>
    check.attempt(`resources.${kind}`, () => checkAmount(kind, declared[kind])) ?? STAND_IN;
  const [cpu, memory, ephemeralStorage] = [amount("cpu"), amount("memory"), amount("ephemeralStorage")];
  const of = (part: "request" | "limit") => ({
    cpu: cpu[part],
    memory: memory[part],
    "ephemeral-storage": ephemeralStorage[part],
  });
  return {
    requests: of("request"),
    limits: of("limit"),
    most: { cpu: cpu.most, memory: memory.most, ephemeralStorage: ephemeralStorage.most },
  };
}

/** What some pods take at their limits. */
export function demandOf({ most }: Resources, pods: number, storage = 0n): Demand {
  const times = BigInt(pods);
  return {
    pods,
    cpu: most.cpu * times,
    memory: most.memory * times,
    ephemeralStorage: most.ephemeralStorage * times,
    storage,
  };
}

function checkAmount(kind: keyof ResourceProps, amount: Amount | undefined) {
  if (amount === undefined || amount === null) {
    throw new InvalidError({
      value: shownValue(amount),
      problem: "nobody said how much of it a pod gets, so one pod could take its neighbours' (B-21)",
      remedy: `write for example ${BOUNDS[kind].example}`,
    });
  }
  const { request, limit } = typeof amount === "object" ? bothOf(amount) : { request: amount, limit: amount };
  const [asked, most] = [inBounds(kind, request), inBounds(kind, limit)];
  if (asked <= most) return { request, limit, most };
  throw new InvalidError({
    value: `${request} of ${limit}`,
    problem: "is asked for and is more than the limit, so no pod would start",
    remedy: "lower the request or raise the limit",
  });
}

/** @throws InvalidError for what is neither */
function bothOf(amount: Exclude<Amount, string>): Exclude<Amount, string> {
  const check = new Mistakes();
  const both = checkProperties("", amount, { request: true, limit: true }, "an amount", check);
  check.throwIfAny();
  return both;
}

function inBounds(kind: keyof ResourceProps, text: unknown): bigint {
  const amount = parseQuantity(text);
  const { from, to, example } = BOUNDS[kind];
  if (amount >= from && amount <= to) return amount;
  throw new InvalidError({
    value: shownValue(text),
    problem: `is ${amount < from ? "next to nothing" : "more than any machine has"} of it`,
    remedy: `write for example ${example}`,
  });
}
