import type { Agent, Outcome } from "./agent";

export type { Outcome } from "./agent";

/** A packet to try, from a host and one of its addresses. */
export type Probe = { readonly from: string; readonly source: string; readonly destination: string } & (
  | { readonly protocol: "tcp" | "udp"; readonly port: number }
  | { readonly protocol: "icmp" }
);

export interface ProbeOptions {
  /** How long nothing at all may arrive before what is silent counts as closed; 300 unless told otherwise. */
  readonly timeoutMs?: number;
}

export interface MeasureOptions extends ProbeOptions {
  /** What each probe should find. Whatever differs is tried again. */
  readonly expected?: readonly boolean[];
}

export interface Measurement {
  /** Whether each probe got through, in order. */
  readonly open: readonly boolean[];
  /** What each probe found, in order. */
  readonly outcomes: readonly Outcome[];
  /** How many probes were tried more than once: a sign of a busy machine, or of a wrong expectation. */
  readonly retried: number;
}

const TIMEOUT_MS = 300;
const RETRIES = 2;
const RETRY_TIMEOUT_MS = 1000;

/** Finds the agent of a host. */
export type AgentOf = (host: string) => Agent;

/** Tries probes, all at the same time. */
export async function outcomesOf(
  agentOf: AgentOf,
  probes: readonly Probe[],
  { timeoutMs = TIMEOUT_MS }: ProbeOptions = {},
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const batches = [...indexesByHost(probes)].map(async ([host, own]) => {
    const found = await agentOf(host).ask("probe", {
      probes: own.map(({ probe: { from: _, ...probe } }) => ({ ...probe, timeoutMs })),
    });
    for (const [position, { index }] of own.entries()) outcomes[index] = found[position] ?? SILENT;
  });
  await Promise.all(batches);
  return outcomes;
}

/**
 * Tries probes, and those that differ from what is expected up to twice more, with more patience. Both ways: a lost
 * packet looks closed, and a policy that was just loaded may let a last one through.
 */
export async function measure(
  agentOf: AgentOf,
  probes: readonly Probe[],
  { expected = [], ...options }: MeasureOptions = {},
): Promise<Measurement> {
  const outcomes = [...(await outcomesOf(agentOf, probes, options))];
  const differing = () =>
    [...probes.keys()].filter(
      (index) => expected[index] !== undefined && expected[index] !== isOpen(outcomes[index]),
    );
  const retried = differing().length;
  for (let retry = 0; retry < RETRIES; retry += 1) {
    const again = differing();
    if (again.length === 0) break;
    const patient = { timeoutMs: RETRY_TIMEOUT_MS };
    const found = await outcomesOf(
      agentOf,
      again.flatMap((index) => probes[index] ?? []),
      patient,
    );
    for (const [position, index] of again.entries()) outcomes[index] = found[position] ?? SILENT;
  }
  return { open: outcomes.map(isOpen), outcomes, retried };
}

export function isOpen(outcome: Outcome | undefined): boolean {
  return outcome?.result === "open";
}

const SILENT: Outcome = { result: "timeout" };

function indexesByHost(probes: readonly Probe[]) {
  const hosts = new Map<string, { readonly index: number; readonly probe: Probe }[]>();
  for (const [index, probe] of probes.entries()) {
    const own = hosts.get(probe.from) ?? [];
    own.push({ index, probe });
    hosts.set(probe.from, own);
  }
  return hosts;
}
