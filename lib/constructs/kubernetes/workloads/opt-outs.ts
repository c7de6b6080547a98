import { checkNamed } from "../../../model/known-properties";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { checkText } from "../../../model/text";
import { literal } from "./literal";

/**
 * Safe defaults that a workload may leave, each with its reason in one line of at most 160 characters. The reason stands on the
 * object as the annotation `straat/opt-out.<name>`, where judges and reviewers see it.
 *
 * What Pod Security's restricted asks (H-22), requests and limits, images by digest, secrets as files, two replicas in
 * acceptance and production, and a budget for disruptions cannot be left: the cluster would refuse the pod, or a promise
 * would be broken.
 */
export interface OptOuts {
  /** The program writes beside its code. Where it writes is better declared as `scratch`. */
  readonly readOnlyRootFilesystem?: string;
  /** The image can run as one user only, whose number is from 1 to 10000 and may be somebody's on the node. */
  readonly highUser?: string;
  /** There is nothing to ask whether a pod may be sent work. */
  readonly readiness?: string;
  /** There is nothing to ask whether a pod hangs; it is then only restarted when it ends. */
  readonly liveness?: string;
  /** The program goes on answering for some seconds after SIGTERM by itself, so nothing has to wait before. */
  readonly drain?: string;
  /** More replicas do not help: their number is fixed (B-21). */
  readonly scaling?: string;
}

export type OptOut = keyof OptOuts;

const REASON_MAX = 160;
const EXAMPLE = '{ drain: "why it is not needed" }';

/** The opt-outs of one workload, checked. */
export class CheckedOptOuts {
  constructor(private readonly reasons: ReadonlyMap<OptOut, string>) {}

  has(name: OptOut): boolean {
    return this.reasons.has(name);
  }

  get annotations(): Readonly<Record<string, string>> {
    const entries = [...this.reasons].map(([name, reason]) => [`straat/opt-out.${name}`, literal(reason)]);
    return Object.fromEntries(entries);
  }
}

/** @param allowed the defaults that this kind of workload has */
export function checkOptOuts(
  declared: OptOuts | undefined,
  allowed: readonly OptOut[],
  check: Mistakes,
): CheckedOptOuts {
  const reasons = new Map<OptOut, string>();
  const named = declared as Readonly<Record<string, unknown>> | undefined;
  for (const [name, text] of checkNamed("optOut", named, EXAMPLE, check)) {
    if (text === undefined) continue;
    const reason = check.attempt(`optOut.${name}`, () => {
      checkAllowed(name, allowed);
      return checkText("the reason of an opt-out", text, REASON_MAX);
    });
    if (reason !== undefined) reasons.set(name as OptOut, reason);
  }
  return new CheckedOptOuts(reasons);
}

/** Refuses an opt-out that changes nothing: it would stay and hide the day it does. */
export function refuseNeedless(name: OptOut, because: string): never {
  throw new InvalidError({
    value: name,
    problem: `is opted out of, and ${because}`,
    remedy: `take optOut.${name} out`,
  });
}

function checkAllowed(name: string, allowed: readonly OptOut[]): void {
  if (allowed.some((known) => known === name)) return;
  throw new InvalidError({
    value: name,
    problem: "is no default that can be left here",
    remedy: `write one of ${allowed.join(", ")}, or take it out`,
  });
}
