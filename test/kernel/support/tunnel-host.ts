import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Lab } from "./lab";
import { inside, type Ran, runSync } from "./namespaces";

/**
 * A host of a lab that has WireGuard. Without the kernel's module `wg` finds its interfaces by sockets in /run, of
 * which each host needs its own, and an /etc/hosts to find the gateways' names in: so a host gets a mount namespace
 * beside its network. Both end with the lab, which ends every process in its networks.
 */
export class TunnelHost {
  private constructor(
    private readonly namespace: string,
    private readonly holder: ChildProcess,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * @param hosts path of what the host has as /etc/hosts
   * @param environment what programs on it are given
   */
  static async start(
    lab: Lab,
    host: string,
    hosts: string,
    environment: NodeJS.ProcessEnv = process.env,
  ): Promise<TunnelHost> {
    const namespace = lab.namespaceOf(host);
    const script = `mount -t tmpfs tmpfs /run && mount --bind '${hosts}' /etc/hosts && echo ready && exec sleep infinity`;
    const [program = "", ...args] = inside(namespace, ["unshare", "--mount", "sh", "-ec", script]);
    const holder = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(holder, "exit").then(() => {
      throw new Error(`${host} cannot have mounts of its own`);
    });
    await Promise.race([once(holder.stdout, "data"), ended]);
    ended.catch(() => {}); // by now it is the lab that ends it
    holder.stdout.destroy();
    holder.unref();
    return new TunnelHost(namespace, holder, environment);
  }

  /** Runs a program here and waits for it. */
  exec(argv: readonly string[], stdin = ""): Ran {
    const mounts = join("/proc", `${this.holder.pid}`, "ns/mnt");
    const variables = Object.entries(this.environment).map(([name, value]) => `${name}=${value}`);
    const [nsenter = "", network = "", ...rest] = inside(this.namespace, argv);
    const [dashes = "", ...command] = rest;
    return runSync(
      [nsenter, network, `--mount=${mounts}`, dashes, "env", "-i", ...variables, ...command],
      stdin,
    );
  }

  /** As `exec`, for what has to succeed; answers what it says. */
  run(...argv: readonly string[]): string {
    const { status, stdout, stderr } = this.exec(argv);
    if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stdout}${stderr}`);
    return stdout;
  }

  /** The last handshake with each peer, by public key; 0 when there was none. */
  handshakes(tunnel: string): ReadonlyMap<string, number> {
    const lines = this.run("wg", "show", tunnel, "latest-handshakes").trim().split("\n");
    return new Map(lines.map((line) => line.split("\t")).map(([key = "", at]) => [key, Number(at)]));
  }

  /** Bytes that came out of and went into a tunnel with one peer so far. */
  transfer(tunnel: string): { readonly received: number; readonly sent: number } {
    const [, received, sent] = this.run("wg", "show", tunnel, "transfer").trim().split("\t");
    return { received: Number(received), sent: Number(sent) };
  }
}
