import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, type Ports } from "./agent";
import { build, mistakesIn, type Network, withoutLength } from "./build";
import { Connection } from "./connection";
import {
  inside,
  leftovers,
  namespaces,
  newPrefix,
  type Ran,
  removeNamespaces,
  run,
  runOrThrow,
  runSync,
  startGuardian,
} from "./namespaces";
import {
  isOpen,
  type Measurement,
  type MeasureOptions,
  measure,
  type Outcome,
  outcomesOf,
  type Probe,
  type ProbeOptions,
} from "./probe";

export type { Ports } from "./agent";
export type { Host, Interface, Network } from "./build";
export type { Connection } from "./connection";
export type { Ran } from "./namespaces";
export type { Measurement, MeasureOptions, Outcome, Probe, ProbeOptions } from "./probe";

/** What nft made of a ruleset. */
export interface Loaded {
  readonly ok: boolean;
  readonly stderr: string;
}

const NFT_READ = ["nft", "-f", "-"];
const NFT_CHECK = ["unshare", "--net", "nft", "-c", "-f", "-"];
const OPEN_TIMEOUT_MS = 1000;

/** A network of namespaces in which packets really flow, built from a description and removed without a trace. */
export class Lab {
  private readonly agents = new Map<string, Agent>();
  private readonly answering = new Map<string, Set<string>>();
  private readonly hostOf = new Map<string, string>();
  private isDestroyed = false;

  private constructor(
    readonly prefix: string,
    network: Network,
    private readonly guardian: ChildProcess,
  ) {
    for (const { name, interfaces } of network.hosts)
      for (const { addresses } of interfaces)
        for (const address of addresses) this.hostOf.set(withoutLength(address), name);
  }

  /** Builds a lab. What it consists of is removed when that fails, and when this process ends, however it ends. */
  static async create(network: Network): Promise<Lab> {
    const mistakes = mistakesIn(network);
    if (mistakes.length > 0) throw new Error(mistakes.join("\n"));
    Lab.destroyLeftovers();
    const prefix = newPrefix();
    const lab = new Lab(prefix, network, startGuardian(prefix));
    try {
      await lab.build(network);
      return lab;
    } catch (error) {
      await lab.destroy();
      throw error;
    }
  }

  /** Builds a lab for the time that something takes, and removes it also when that fails. */
  static async within<Result>(network: Network, use: (lab: Lab) => Promise<Result>): Promise<Result> {
    const lab = await Lab.create(network);
    try {
      return await use(lab);
    } finally {
      await lab.destroy();
    }
  }

  /** Removes the namespaces of labs whose process is gone, and tells which. */
  static destroyLeftovers(): readonly string[] {
    const names = leftovers();
    removeNamespaces(names);
    return names;
  }

  /** What nft thinks of a ruleset, without a host to load it on. */
  static checkRuleset(text: string): Loaded {
    return toLoaded(runSync(NFT_CHECK, text));
  }

  /** Removes everything of the lab. May be called again. */
  async destroy(): Promise<void> {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    await Promise.all([...this.agents.values()].map((agent) => agent.stop()));
    removeNamespaces(namespaces(this.prefix));
    const { guardian } = this;
    if (guardian.exitCode !== null || guardian.signalCode !== null) return;
    guardian.ref();
    guardian.stdin?.end();
    await once(guardian, "exit");
  }

  namespaceOf(host: string): string {
    return `${this.prefix}.${host}`;
  }

  /** Numbers of the programs that answer and send, by host. */
  get pids(): ReadonlyMap<string, number> {
    return new Map([...this.agents].map(([host, { pid }]) => [host, pid ?? 0]));
  }

  /** Runs a program on a host and waits for it. */
  exec(host: string, argv: readonly string[], stdin = ""): Ran {
    return runSync(this.on(host, argv), stdin);
  }

  nft(host: string, args: readonly string[]): Ran {
    return this.exec(host, ["nft", ...args]);
  }

  /** Loads rules in one transaction: all of them or, with a mistake in one, none. */
  loadRuleset(host: string, text: string): Loaded {
    return toLoaded(this.exec(host, NFT_READ, text));
  }

  /** Loads rules on several hosts at the same time; most of loading is waiting for the kernel. */
  async loadRulesets(texts: Readonly<Record<string, string>>): Promise<Readonly<Record<string, Loaded>>> {
    const loading = Object.entries(texts).map(async ([host, text]) => {
      return [host, toLoaded(await run(this.on(host, NFT_READ), text))] as const;
    });
    return Object.fromEntries(await Promise.all(loading));
  }

  /** What nft thinks of a ruleset. */
  checkRuleset(text: string): Loaded {
    return Lab.checkRuleset(text);
  }

  /** Deletes a table of a host. */
  unload(host: string, table: string, family = "inet"): Loaded {
    return toLoaded(this.nft(host, ["delete", "table", family, table]));
  }

  /** Forgets a host's connections. */
  conntrackFlush(host: string): void {
    const { status, stderr } = this.exec(host, ["conntrack", "-F"]);
    if (status !== 0) throw new Error(stderr);
  }

  /**
   * Forgets what hosts learned under earlier rules, all hosts unless told otherwise: connections, which would let a
   * packet pass as established, and neighbours, which would hide that discovery is blocked.
   */
  async forget(hosts: Iterable<string> = this.agents.keys()): Promise<void> {
    const script = "conntrack -F 2>&1 && ip neigh flush all";
    await Promise.all([...hosts].map((host) => runOrThrow(this.on(host, ["sh", "-c", script]))));
  }

  /** Has a host answer on ports, on all addresses it has by now. */
  async listen(host: string, ports: Ports): Promise<void> {
    await this.agentOf(host).ask("listen", ports);
  }

  /**
   * Whether probes got through, in order. All are tried at the same time. A host answers on every port that is tried on
   * one of its described addresses, so that "closed" is the work of a rule.
   */
  async probe(probes: readonly Probe[], options?: ProbeOptions): Promise<boolean[]> {
    return (await this.outcomes(probes, options)).map(isOpen);
  }

  /** As `probe`, with what each probe found: a refusal differs from silence. */
  async outcomes(probes: readonly Probe[], options?: ProbeOptions): Promise<readonly Outcome[]> {
    await this.answerTo(probes);
    return await outcomesOf(this.agentOf, probes, options);
  }

  /** As `probe`, trying again what differs from what is expected. */
  async measure(probes: readonly Probe[], options?: MeasureOptions): Promise<Measurement> {
    await this.answerTo(probes);
    return await measure(this.agentOf, probes, options);
  }

  /** Opens a connection that stays. */
  async openConnection(
    from: string,
    source: string,
    destination: string,
    port: number,
    timeoutMs = OPEN_TIMEOUT_MS,
  ): Promise<Connection> {
    await this.answerTo([{ from, source, destination, protocol: "tcp", port }]);
    return await Connection.open(this.agentOf(from), { source, destination, port }, timeoutMs);
  }

  private async build(network: Network): Promise<void> {
    const hosts = network.hosts.map(({ name }) => name);
    const names = [this.prefix, ...hosts.map((host) => this.namespaceOf(host))];
    await runOrThrow(["ip", "-batch", "-"], names.map((name) => `netns add ${name}\n`).join(""));
    for (const host of hosts) this.agents.set(host, new Agent(this.namespaceOf(host)));
    await build(network, this.prefix, (host) => this.namespaceOf(host));
    await Promise.all(hosts.map((host) => this.listen(host, {})));
  }

  /** Has hosts answer on the ports of probes where they don't yet. */
  private async answerTo(probes: readonly Probe[]): Promise<void> {
    const missing = new Map<string, { tcp: number[]; udp: number[] }>();
    for (const probe of probes) {
      const host = this.hostOf.get(probe.destination);
      if (host === undefined || probe.protocol === "icmp" || !this.isNew(host, probe)) continue;
      const ports = missing.get(host) ?? { tcp: [], udp: [] };
      ports[probe.protocol].push(probe.port);
      missing.set(host, ports);
    }
    await Promise.all([...missing].map(([host, ports]) => this.listen(host, ports)));
  }

  private isNew(host: string, { protocol, port }: { protocol: string; port: number }): boolean {
    const known = this.answering.get(host) ?? new Set();
    this.answering.set(host, known);
    const key = `${protocol} ${port}`;
    return !known.has(key) && known.add(key) !== undefined;
  }

  private readonly agentOf = (host: string): Agent => {
    const agent = this.agents.get(host);
    if (agent === undefined) throw new Error(`there is no host ${host}`);
    return agent;
  };

  private on(host: string, argv: readonly string[]): readonly string[] {
    this.agentOf(host);
    return inside(this.namespaceOf(host), argv);
  }
}

function toLoaded({ status, stderr }: Ran): Loaded {
  return { ok: status === 0, stderr };
}
