import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inside } from "./namespaces";

const PROGRAM = join(__dirname, "agent/main.cjs");

/** Ports to answer on. */
export interface Ports {
  readonly tcp?: readonly number[];
  readonly udp?: readonly number[];
}

/** What one probe found. A refusal tells of what kind, as the kernel names it. */
export interface Outcome {
  readonly result: "open" | "refused" | "timeout";
  readonly detail?: string;
}

/** A probe as the host that sends it sees it. */
export interface AgentProbe {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly source: string;
  readonly destination: string;
  readonly port?: number;
  readonly timeoutMs: number;
}

/** What an agent may be asked, and what it answers. */
interface Commands {
  listen: { ask: Ports; answer: null };
  probe: { ask: { readonly probes: readonly AgentProbe[] }; answer: readonly Outcome[] };
  open: { ask: Omit<AgentProbe, "protocol">; answer: Outcome & { readonly connection: number } };
  send: { ask: { readonly connection: number; readonly timeoutMs: number }; answer: boolean };
  close: { ask: { readonly connection: number }; answer: null };
}

type Ending = "closed" | "reset";

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The program that answers and sends for one host, from inside its namespace. */
export class Agent {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly exited: Promise<void>;
  private readonly waiting = new Map<number, Waiting>();
  private readonly endings = new Map<number, (how: Ending) => void>();
  private complaints = "";
  private gone: Error | undefined;
  private asked = 0;

  constructor(private readonly namespace: string) {
    const [program = "", ...args] = inside(namespace, [process.execPath, PROGRAM]);
    const { PATH } = process.env; // and not NODE_OPTIONS, which would load who knows what into every host
    this.child = spawn(program, args, { stdio: "pipe", env: { PATH } });
    createInterface({ input: this.child.stdout }).on("line", (line) => this.hear(line));
    this.child.stderr.on("data", (data) => {
      this.complaints += data;
    });
    this.child.stdin.on("error", () => {}); // told as its exit
    this.exited = new Promise((resolve) => {
      this.child.on("error", (error) => this.lose(error.message, resolve));
      this.child.on("close", (status, signal) => this.lose(`ended with ${status ?? signal}`, resolve));
    });
    this.keepsAwake(false);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  ask<Name extends keyof Commands>(
    command: Name,
    request: Commands[Name]["ask"],
  ): Promise<Commands[Name]["answer"]> {
    if (this.gone !== undefined) return Promise.reject(this.gone);
    this.asked += 1;
    const id = this.asked;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.keepsAwake(true);
    this.child.stdin.write(`${JSON.stringify({ id, command, ...request })}\n`);
    return answer as Promise<Commands[Name]["answer"]>;
  }

  /** Has a listener told how a connection ended. */
  whenClosed(connection: number, listener: (how: Ending) => void): void {
    this.endings.set(connection, listener);
  }

  /** Ends the program and waits until it has. */
  async stop(): Promise<void> {
    this.child.kill("SIGKILL");
    this.keepsAwake(true);
    await this.exited;
  }

  private hear(line: string): void {
    const { id, result, error, closed, how } = JSON.parse(line);
    if (closed !== undefined) {
      this.endings.get(closed)?.(how);
      this.endings.delete(closed);
      return;
    }
    const { resolve, reject } = this.waiting.get(id) ?? {};
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.keepsAwake(false);
    if (error === undefined) resolve?.(result);
    else reject?.(new Error(error));
  }

  private lose(how: string, resolve: () => void): void {
    this.gone = new Error(`the agent in ${this.namespace} ${how}\n${this.complaints}`);
    for (const { reject } of this.waiting.values()) reject(this.gone);
    this.waiting.clear();
    for (const listener of this.endings.values()) listener("closed");
    this.endings.clear();
    resolve();
  }

  /** A lab that a test forgot to destroy must not keep Jest from ending; the guardian removes it then. */
  private keepsAwake(isAwake: boolean): void {
    const { child } = this;
    for (const held of [child, child.stdin, child.stdout, child.stderr]) {
      if (!(held instanceof Socket) && held !== child) continue;
      if (isAwake) held.ref();
      else held.unref();
    }
  }
}
