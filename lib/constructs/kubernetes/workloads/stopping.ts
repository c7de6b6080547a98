import { checkProperties } from "../../../model/known-properties";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { shownValue } from "../../../model/text";
import { type CheckedOptOuts, refuseNeedless } from "./opt-outs";

/** How a pod that is to go waits until nobody sends it anything any more. */
export interface DrainProps {
  /** How long, in seconds. @default 10, in which every gateway has heard of it */
  readonly seconds?: number;
  /**
   * A path that answers once the time is over, for an image that has no `sleep`.
   *
   * @default `sleep` is run in the container
   */
  readonly path?: string;
}

/** How a pod ends. */
export interface Stopping {
  readonly lifecycle?: { readonly preStop: object[] };
  /** From the first word of it until it is killed. */
  readonly terminationGracePeriodSeconds: number;
}

const GRACE_SECONDS = 30;
const GRACE_MAX = 600;
const DRAIN_SECONDS = 10;
const DRAIN_MAX = 60;

/** @returns seconds a program has from SIGTERM until it is killed */
export function checkGrace(grace: number | undefined, check: Mistakes): number {
  return check.attempt("grace", () => checkSeconds(grace ?? GRACE_SECONDS, GRACE_MAX)) ?? GRACE_SECONDS;
}

/** A pod nobody sends anything: it is told to end at once. */
export function stopAtOnce(grace: number): Stopping {
  return { terminationGracePeriodSeconds: grace };
}

/**
 * A pod of a service. It goes from the list of those that are sent work while it is told to end, not before, and who has the old list
 * still sends for a moment. So SIGTERM comes a while later.
 *
 * The API's own way, `preStop.sleep`, is not in the provider. `sleep` is run in the container instead, as it is, without a shell; an
 * image without it names a path, or opts out because its program waits by itself. Where `sleep` is missing the hook fails, which
 * the pod's events say, and SIGTERM comes at once: nothing hangs.
 */
export function stopAfterDrain(
  declared: DrainProps | undefined,
  grace: number,
  port: number,
  optOuts: CheckedOptOuts,
  check: Mistakes,
): Stopping {
  const props = checkProperties(
    "drain",
    declared,
    { seconds: true, path: true },
    "the drain of a pod",
    check,
  );
  const { seconds = DRAIN_SECONDS, path } = props;
  const wait = check.attempt("drain.seconds", () => checkSeconds(seconds, DRAIN_MAX)) ?? DRAIN_SECONDS;
  if (path !== undefined) check.attempt("drain.path", () => checkPath(path));
  const terminationGracePeriodSeconds = wait + grace;
  if (optOuts.has("drain")) {
    if (declared !== undefined) check.attempt("drain", () => refuseNeedless("drain", "drain is declared"));
    return { terminationGracePeriodSeconds };
  }
  const hook =
    path === undefined
      ? { exec: { command: ["sleep", String(wait)] } }
      : { httpGet: { path, port: String(port), scheme: "HTTP" } };
  return { lifecycle: { preStop: [hook] }, terminationGracePeriodSeconds };
}

function checkPath(path: unknown): void {
  if (typeof path === "string" && /^\/[\w.~/-]*$/.test(path)) return;
  throw new InvalidError({
    value: shownValue(path),
    problem: "is not a path on the container",
    remedy: 'write for example "/drain"',
  });
}

function checkSeconds(seconds: unknown, max: number): number {
  if (typeof seconds === "number" && Number.isInteger(seconds) && seconds >= 1 && seconds <= max)
    return seconds;
  throw new InvalidError({
    value: shownValue(seconds),
    problem: "is not a time to end in",
    remedy: `write whole seconds from 1 to ${max}`,
  });
}
