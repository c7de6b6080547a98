import { checkProperties, type Known } from "../../../model/known-properties";
import { secretIn, shownUnlessSecret } from "../../../model/kubernetes/secret-text";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { shownValue } from "../../../model/text";
import { checkWords } from "./command";
import { verbatim } from "./literal";
import type { CheckedOptOuts } from "./opt-outs";

/** Something to ask a container: a path over HTTP, or a command that is run in it and says yes with exit code 0. */
export type Question = string | readonly string[];

/** How a pod tells that it works (B-06, B-20). */
export interface HealthProps {
  /** Whether it may be sent work: what it needs is there. Asked every 5 seconds. */
  readonly ready?: Question;
  /** Whether it still works at all; it is restarted when it does not for a minute. Never the same as `ready`: a database that is away would restart every pod. */
  readonly live?: Question;
  /** Whether it has started. @default as `live`, which is not asked before */
  readonly startup?: Question;
  /** How long starting may take, in seconds. @default 120 */
  readonly startupSeconds?: number;
  /** The port for paths. @default the workload's own */
  readonly port?: number;
}

/** A probe as both the provider and the API have it, but for the provider's names. */
interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string; readonly scheme: string };
  readonly exec?: { readonly command: string[] };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
}

export interface Probes {
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
  /** How long starting may take, in seconds. */
  readonly startupSeconds: number;
  /** Where it is asked, when that is a port of its own. */
  readonly healthPort: number | undefined;
}

const PROPERTIES: Known<HealthProps> = {
  ready: true,
  live: true,
  startup: true,
  startupSeconds: true,
  port: true,
};

const PERIOD = 5;
const STARTUP_SECONDS = 120;
const STARTUP_MAX = 600;

/** @param port of the workload, where it has one */
export function checkHealth(
  props: HealthProps | undefined,
  port: number | undefined,
  optOuts: CheckedOptOuts,
  check: Mistakes,
): Probes {
  const health = checkProperties("health", props, PROPERTIES, "the health of a pod", check);
  const askedPort =
    health.port === undefined ? port : check.attempt("health.port", () => checkPort(health.port));
  check.attempt("health.port", () => checkAsked(health));
  const probe = (name: "ready" | "live" | "startup", failures: number) =>
    check.attempt(`health.${name}`, () => probeOf(health[name], askedPort, failures));
  const startupSeconds =
    check.attempt("health.startupSeconds", () => checkSeconds(health.startupSeconds ?? STARTUP_SECONDS)) ??
    STARTUP_SECONDS;
  const patience = Math.ceil(startupSeconds / PERIOD);
  check.attempt("health", () => checkDifferent(health));
  check.attempt("health.ready", () => checkNeeded("readiness", "ready", health.ready, optOuts));
  check.attempt("health.live", () => checkNeeded("liveness", "live", health.live, optOuts));
  const [ready, live, startup] = [probe("ready", 2), probe("live", 12), probe("startup", patience)];
  const started = startup ?? (live === undefined ? undefined : { ...live, failureThreshold: patience });
  return {
    ...(ready === undefined ? {} : { readinessProbe: ready }),
    ...(live === undefined ? {} : { livenessProbe: live }),
    ...(started === undefined ? {} : { startupProbe: started }),
    startupSeconds,
    healthPort: askedPort === port ? undefined : askedPort,
  };
}

function probeOf(
  question: Question | undefined,
  port: number | undefined,
  failures: number,
): Probe | undefined {
  if (question === undefined) return undefined;
  const times = { periodSeconds: PERIOD, timeoutSeconds: 3, failureThreshold: failures, successThreshold: 1 };
  if (typeof question !== "string")
    return { exec: { command: checkWords(question).map(verbatim) }, ...times };
  const secret = secretIn("", question);
  if (secret !== undefined) {
    throw new InvalidError({
      value: "(not shown)",
      problem: `${secret}; probes stand in the state, and everybody who looks at the cluster reads them`,
      remedy: "take it out, replace it at its source, and let what is asked for health need none",
    });
  }
  if (!/^\/[\w.~/-]*(?:\?[\w.~/&=-]*)?$/.test(question)) {
    throw new InvalidError({
      value: shownValue(question),
      problem: "is not a path on the container",
      remedy: 'write for example "/ready", or the words of a command as a list',
    });
  }
  if (port !== undefined)
    return { httpGet: { path: question, port: String(port), scheme: "HTTP" }, ...times };
  throw new InvalidError({
    value: question,
    problem: "is asked over HTTP, and the workload has no port",
    remedy: "write health.port, or a command as a list of its words",
  });
}

/** Refuses a port where nothing is asked: who reads of it takes it for the way in. */
function checkAsked({ port, ready, live, startup }: HealthProps): void {
  if (port === undefined || [ready, live, startup].some((question) => typeof question === "string")) return;
  throw new InvalidError({
    value: shownValue(port),
    problem: "is a port at which nothing is asked: all questions are commands",
    remedy: 'take it out, or ask for a path such as "/ready"',
  });
}

function checkDifferent({ ready, live }: HealthProps): void {
  if (ready === undefined || JSON.stringify(ready) !== JSON.stringify(live)) return;
  throw new InvalidError({
    value: shownUnlessSecret(ready),
    problem:
      "is asked both for ready and for live, so whatever it waits for restarts every pod at once (B-06)",
    remedy: "let live ask about the program alone, and ready also about what it needs",
  });
}

function checkNeeded(
  optOut: "readiness" | "liveness",
  name: "ready" | "live",
  question: Question | undefined,
  optOuts: CheckedOptOuts,
): void {
  if ((question === undefined) === optOuts.has(optOut)) return;
  if (question === undefined) {
    throw new InvalidError({
      value: shownValue(question),
      problem: "nothing asks whether a pod works, so a dead one would stay (B-06, B-20)",
      remedy: `write health: { ${name}: … }, or optOut: { ${optOut}: "why there is nothing to ask" }`,
    });
  }
  throw new InvalidError({
    value: shownUnlessSecret(question),
    problem: `is asked although ${optOut} is opted out of`,
    remedy: `take optOut.${optOut} out`,
  });
}

function checkSeconds(seconds: unknown): number {
  if (
    typeof seconds === "number" &&
    Number.isInteger(seconds) &&
    seconds >= PERIOD &&
    seconds <= STARTUP_MAX
  ) {
    return seconds;
  }
  throw new InvalidError({
    value: shownValue(seconds),
    problem: "is no time to start in",
    remedy: `write whole seconds from ${PERIOD} to ${STARTUP_MAX}`,
  });
}

/** @throws InvalidError for no port, and for one that only root may listen on */
export function checkPort(port: unknown): number {
  if (typeof port === "number" && Number.isInteger(port) && port >= 1024 && port <= 65535) return port;
  throw new InvalidError({
    value: shownValue(port),
    problem: "is not a port that a program without privileges listens on (H-22)",
    remedy: "write a whole number from 1024 to 65535, for example 8080",
  });
}
