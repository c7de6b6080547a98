import { InvalidError } from "./mistake";
import { shownValue } from "./text";

/** What a suffix of a Kubernetes quantity stands for, in thousandths. */
const SUFFIXES: Readonly<Record<string, bigint>> = {
  m: 1n,
  "": 1000n,
  k: 1000n * 1000n,
  M: 1000n * 1000n ** 2n,
  G: 1000n * 1000n ** 3n,
  T: 1000n * 1000n ** 4n,
  Ki: 1000n * 1024n,
  Mi: 1000n * 1024n ** 2n,
  Gi: 1000n * 1024n ** 3n,
  Ti: 1000n * 1024n ** 4n,
};

/**
 * An amount of processor time, memory or storage as Kubernetes writes it, in thousandths of a core or of a byte: `250m`
 * is 250n, `1Gi` is 1024³ × 1000.
 *
 * @throws InvalidError for what is no amount, or is nothing at all
 */
export function parseQuantity(text: unknown): bigint {
  const parts = /^(\d{1,15})(?:\.(\d{1,3}))?(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(
    typeof text === "string" ? text : "",
  );
  const [, whole = "0", fraction = "", suffix = ""] = parts ?? [];
  const unit = SUFFIXES[suffix] as bigint;
  const amount = (BigInt(whole) * 1000n + BigInt(fraction.padEnd(3, "0"))) * unit;
  if (parts !== null && amount >= 1000n && amount % 1000n === 0n) return amount / 1000n;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is not an amount as Kubernetes writes it, or is none",
    remedy: "write for example 250m for a quarter of a core, or 512Mi for memory and storage",
  });
}

const DECIMAL = ["m", "", "k", "M", "G", "T", "P", "E"] as const;
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;

/**
 * An amount as the API server writes it when it is read back: whole, with the largest suffix of its kind that leaves it so. `2.5` is
 * `2500m`, `1024Mi` is `1Gi`. Where the provider compares texts, any other way of writing it is a change that never ends.
 *
 * @throws InvalidError as {@link parseQuantity} does
 */
export function canonicalQuantity(text: string): string {
  const amount = parseQuantity(text);
  const isBinary = text.endsWith("i") && amount >= 1024n * 1000n;
  // What is less than a byte is rounded up, as the server does.
  if (isBinary) return withLargest((amount + 999n) / 1000n, 1024n, BINARY);
  return withLargest(text.endsWith("i") ? ((amount + 999n) / 1000n) * 1000n : amount, 1000n, DECIMAL);
}

function withLargest(amount: bigint, step: bigint, suffixes: readonly string[]): string {
  let [rest, place] = [amount, 0];
  while (rest % step === 0n && place < suffixes.length - 1) [rest, place] = [rest / step, place + 1];
  return `${rest}${suffixes[place]}`;
}
