import { type ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { sshPart } from "../../lib/guest/access/ssh";
import { HOST_KEY } from "../../lib/guest/access/sshd-config";
import type { GuestPart } from "../../lib/guest/guest-part";
import { Cidr } from "../../lib/model/cidr";
import { lackingForPrivateRoot, type Outcome, PrivateRoot } from "./private-root";

/** What keeps a server with SSH from being started here, if anything. */
export function lackingForSshServer(): string | undefined {
  const missing = Object.entries(PROGRAMS).find(
    ([program]) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  return missing === undefined ? lackingForPrivateRoot() : `${missing[0]}; apt-get install ${missing[1]}`;
}

const PROGRAMS: Readonly<Record<string, string>> = {
  "/usr/sbin/sshd": "openssh-server",
  ssh: "openssh-client",
  useradd: "passwd",
  pkill: "procps",
  ip: "iproute2",
};

export interface SshServerProps {
  /** The VPN's pools, as `sshPart` takes them. */
  readonly pools: readonly string[];
  /**
   * Path of the network namespace in which the server runs, for example `/run/netns/straat-1.web`; it listens on all
   * of its addresses. @default one of its own, with only `addresses`
   */
  readonly network?: string;
  /** Addresses that the loopback interface gets beside its own, for servers and clients alike; without a prefix. */
  readonly addresses?: readonly string[];
  /** @default 22 */
  readonly port?: number;
  /** Parts of the server beside SSH. */
  readonly parts?: readonly GuestPart[];
}

/** A login as `ssh` tries it. */
export interface LoginProps {
  readonly login: string;
  readonly to: string;
  /** The address from which the connection comes; it has to be there. @default what the kernel chooses */
  readonly from?: string;
  /** The private key's file; a certificate beside it (`-cert.pub`) is offered too. @default none is offered */
  readonly key?: string;
  readonly options?: readonly string[];
  readonly command?: readonly string[];
}

/** A real sshd with the configuration a server has from its first boot on, and accounts of its own. */
export class SshServer {
  private constructor(
    readonly root: PrivateRoot,
    /** A folder that is gone with the server: keys of clients, and what they know of the server. */
    readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(props: SshServerProps): Promise<SshServer> {
    const { pools, network, addresses = [], port = 22, parts = [] } = props;
    const root = await PrivateRoot.make(network);
    const server = new SshServer(root, mkdtempSync(join(tmpdir(), "straat-ssh-")), port);
    try {
      for (const address of addresses) root.run(["ip", "address", "add", address, "dev", "lo"]);
      for (const part of [sshPart(pools.map(Cidr.parse)), ...parts]) root.install(part);
      const hostKey = root.read(`${HOST_KEY}.pub`);
      writeFileSync(join(server.folder, "known_hosts"), `* ${hostKey}`);
      root.run(["/usr/sbin/sshd", "-E", LOG, "-p", String(port)]);
      await server.isListening();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Makes a key pair; the path of the private key. The public one is beside it, as `.pub`. */
  makeKey(name: string, ...options: readonly string[]): string {
    return makeKey(this.folder, name, ...options);
  }

  /** Gives the server a live document, as its agent does. */
  accept(name: "ssh" | "sudoers", payload: string): void {
    const path = `/var/lib/straat/documents/${name}`;
    this.root.write(`${path}.staged`, payload, 0o600);
    this.root.run([handler(name), "check", `${path}.staged`]);
    this.root.write(path, payload, 0o600);
    this.root.run([handler(name), "apply", path]);
    this.root.run([handler(name), "verify"]);
  }

  /** Runs the handler of a live document. */
  handle(name: "ssh" | "sudoers", ...args: readonly string[]): Outcome {
    return this.root.exec([handler(name), ...args]);
  }

  /** The command line of a login, to be run in whichever network the client is in. It waits for no person. */
  command({ login, to, from, key, options = [], command = ["true"] }: LoginProps): readonly string[] {
    const identity = key === undefined ? ["IdentityFile=none"] : [`IdentityFile=${key}`];
    const settings = [
      ...options,
      ...identity,
      "IdentitiesOnly=yes",
      "BatchMode=yes",
      "ConnectTimeout=5",
      "StrictHostKeyChecking=yes",
      `UserKnownHostsFile=${join(this.folder, "known_hosts")}`,
      ...(from === undefined ? [] : [`BindAddress=${from}`]),
    ];
    const args = settings.flatMap((setting) => ["-o", setting]);
    return ["ssh", "-F", "none", "-o", `Port=${this.port}`, ...args, `${login}@${to}`, "--", ...command];
  }

  /** Tries a login from the server's own network. */
  async login(props: LoginProps): Promise<Outcome> {
    const client = this.open(props);
    const [stdout, stderr] = [textOf(client.stdout), textOf(client.stderr)];
    client.stdin?.end();
    const [status] = (await once(client, "close")) as [number | null];
    return { status, stdout: stdout(), stderr: stderr() };
  }

  /** Begins a login from the server's own network; it ends with its command, or with the server. */
  open(props: LoginProps): ChildProcess {
    return this.root.spawn(this.command(props));
  }

  /** What sshd logged. */
  get log(): string {
    return this.root.read(LOG);
  }

  async stop(): Promise<void> {
    await this.root.remove();
    rmSync(this.folder, { recursive: true });
  }

  private async isListening(): Promise<void> {
    for (let attempt = 0; attempt < 500; attempt += 1) {
      if (this.root.exec(["grep", "-q", "Server listening", LOG]).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error("sshd does not listen");
  }
}

function textOf(stream: Readable | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (data) => {
    text += data;
  });
  return () => text;
}

const LOG = "/var/log/sshd.log";

const handler = (name: string) => `/usr/local/lib/straat/documents/${name}`;

/** Makes a key pair in a folder; the path of the private key. */
export function makeKey(folder: string, name: string, ...options: readonly string[]): string {
  const path = join(folder, name);
  const type = options.includes("-t") ? [] : ["-t", "ed25519"];
  const args = ["-q", "-N", "", "-C", "", "-f", path, ...type, ...options];
  const { status, stderr } = spawnSync("ssh-keygen", args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`ssh-keygen: ${stderr}`);
  chmodSync(path, 0o600);
  return path;
}

/** The line of a key's `.pub` file. */
export const publicKey = (path: string) => readFileSync(`${path}.pub`, "utf8").trim();
