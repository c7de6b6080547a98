import { checkProperties } from "../../../model/known-properties";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { parseQuantity } from "../../../model/quantity";
import { Stage, type StageName } from "../../../model/stage";
import { shownValue } from "../../../model/text";
import { HEALTH_PORT } from "./container";
import { checkCount } from "./replicas";
import { checkFolder } from "./scratch";

/** Where a member keeps its data. */
export interface DataProps {
  /** The folder in the container, such as `/var/lib/index`. */
  readonly path: string;
  /** Of each member, such as `20Gi`, from 1Gi to 16Ti. Chosen once: another one replaces the set, and volumes that are there keep theirs. */
  readonly size: string;
}

/** A gibibyte, in thousandths of a byte. */
const GIB = 1000n * 1024n ** 3n;
const SIZE_MIN = GIB;
const SIZE_MAX = 16n * 1024n * GIB;

export function checkClaim(
  declared: DataProps | undefined,
  scratch: readonly { readonly path: string }[],
  check: Mistakes,
): DataProps & { readonly amount: bigint } {
  const props = checkProperties("data", declared, { path: true, size: true }, "a folder for data", check);
  const path = check.attempt("data.path", () => checkFolder(props.path));
  const amount = check.attempt("data.size", () => checkSize(props.size));
  const overlaps = scratch.find(
    (other) =>
      path !== undefined && (`${path}/`.startsWith(`${other.path}/`) || other.path.startsWith(`${path}/`)),
  );
  if (overlaps !== undefined) {
    check.attempt("data.path", () => {
      throw new InvalidError({
        value: shownValue(path),
        problem: `and ${overlaps.path}, which is gone with its pod, lie in each other`,
        remedy: "write another folder for one of them",
      });
    });
  }
  return { path: path ?? "/data", size: props.size ?? "", amount: amount ?? 0n };
}

/** @param declared for all stages, or by stage */
export function checkMembers(
  declared: number | Partial<Record<StageName, number>> | undefined,
  stage: Stage,
  quorum: boolean,
  check: Mistakes,
): number {
  const byStage = typeof declared === "object" && declared !== null ? declared : undefined;
  for (const name of Object.keys(byStage ?? {})) check.attempt(`members.${name}`, () => Stage.of(name));
  const needsMajority = quorum && stage.minimumMembers > 1;
  const usual = needsMajority ? 3 : stage.minimumMembers;
  const property = byStage?.[stage.name] === undefined ? "members" : `members.${stage.name}`;
  const asked = (byStage === undefined ? (declared as number | undefined) : byStage[stage.name]) ?? usual;
  const members = check.attempt(property, () => {
    const count = checkCount(asked, stage);
    if (!needsMajority || (count >= 3 && count % 2 === 1)) return count;
    throw new InvalidError({
      value: String(count),
      problem: "members that vote are odd in number and at least 3, or losing one loses the majority",
      remedy: "write 3 or 5",
    });
  });
  return members ?? usual;
}

/** Whether members vote. @throws InvalidError for what is neither yes nor no, such as the text "false" */
export function checkQuorum(quorum: unknown): boolean {
  if (typeof quorum === "boolean") return quorum;
  throw new InvalidError({
    value: shownValue(quorum),
    problem: "does not say whether the members vote",
    remedy: "write true, or leave it out",
  });
}

/** @throws InvalidError where the site's cluster has nowhere to keep data */
export function checkStorageClass(name: string | undefined): string {
  if (name !== undefined) return name;
  throw new InvalidError({
    value: shownValue(name),
    problem: "the site's cluster has nowhere to keep data that outlives a pod",
    remedy: "keep the data on redundant servers, or give the site kubernetes.storageClass",
  });
}

/** The name of a port (RFC 6335). @throws InvalidError */
export function checkPortName(name: unknown): string {
  const isName = typeof name === "string" && name.length <= 15 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
  if (isName && name !== HEALTH_PORT) return name;
  throw new InvalidError({
    value: shownValue(name),
    problem: `is not the name of a port, or is ${HEALTH_PORT}, which is taken: at most 15 lower-case letters, digits and single hyphens, a letter first`,
    remedy: "write for example tcp or postgres",
  });
}

function checkSize(size: unknown): bigint {
  const amount = size === undefined ? 0n : parseQuantity(size);
  if (amount >= SIZE_MIN && amount <= SIZE_MAX) return amount;
  throw new InvalidError({
    value: shownValue(size),
    problem: "is not the size of a volume: from 1Gi to 16Ti",
    remedy: "write for example 20Gi",
  });
}
