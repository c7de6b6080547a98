import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { GuestPart } from "../../../lib/guest/guest-part";
import { ROUTER_SYSCTL } from "../../../lib/guest/network/router";
import type { Lab, Ran } from "./lab";
import { inside, processesIn, runSync } from "./namespaces";

const ROOT = "/run/straat";

type DaemonName = "keepalived" | "conntrackd";

/**
 * One member of a group: its network is a host of a lab; its name, its `/run` and its programs are its own as well, so
 * that the real keepalived and conntrackd run in it as they would on a server of their own. Whatever runs in it ends
 * with the lab.
 */
export class Member {
  private holder: ChildProcess | undefined;

  constructor(
    private readonly lab: Lab,
    /** The host of the lab, which is the server's name too. */
    readonly host: string,
    /** Its place among the hosts of the lab, by which the ports of the switch are called. */
    private readonly place: number,
  ) {}

  /** Makes its place, puts there the programs that its parts bring, and applies the settings of a router. */
  async prepare(...parts: readonly GuestPart[]): Promise<void> {
    const files = parts.flatMap(({ files = [] }) => files);
    const programs = files.filter(({ path }) => path.startsWith("/usr/local/lib/"));
    const script = [
      "mount -t tmpfs -o mode=755 tmpfs /run",
      "mount -t tmpfs -o mode=755 tmpfs /usr/local/lib",
      `hostname ${this.host}`,
      `mkdir -p ${ROOT}/bin ${ROOT}/var/lib/prometheus/node-exporter /run/lock /usr/local/lib/straat/documents`,
      // A server has systemd for this; here the test starts what the handler would.
      `printf '#!/bin/sh\\nexit 0\\n' > ${ROOT}/bin/systemctl && chmod +x ${ROOT}/bin/systemctl`,
      "echo there",
      "exec cat",
    ].join("\n");
    const [program = "", ...args] = inside(this.lab.namespaceOf(this.host), [
      ...["unshare", "--mount", "--uts", "--propagation", "private", "sh", "-ec", script],
    ]);
    this.holder = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    await once(this.holder.stdout as NodeJS.ReadableStream, "data");
    for (const { path, content } of programs) {
      this.sh(`cat > ${path} && chmod 755 ${path}`, content);
    }
    const sysctl = files.find(({ path }) => path === ROUTER_SYSCTL)?.content ?? "";
    // The size of the table is the machine's, not a namespace's.
    this.sh("sysctl --quiet --load=-", sysctl.replace(/^net\.netfilter\.nf_conntrack_max.*$/m, ""));
  }

  /** Has the handler judge a live document and put its files in place. */
  take(document: string): void {
    const handler = `PATH=${ROOT}/bin:$PATH STRAAT_ROOT=${ROOT} /usr/local/lib/straat/documents/keepalived`;
    this.sh(
      `cat > /run/document; ${handler} check /run/document && ${handler} apply /run/document`,
      document,
    );
  }

  /** Starts programs in the background, as its systemd would. */
  start(...names: readonly DaemonName[]): void {
    for (const name of names) this.startOne(name);
  }

  private startOne(name: DaemonName): void {
    const commands = {
      keepalived: `exec keepalived --dont-fork --log-console --log-detail --use-file ${ROOT}/etc/keepalived/keepalived.conf`,
      conntrackd: `rm -f /run/lock/conntrackd.lock /run/conntrackd.ctl; exec conntrackd -C ${ROOT}/etc/straat/conntrackd.conf`,
    };
    const [program = "", ...args] = this.within(["sh", "-c", `${commands[name]} >> /run/${name}.log 2>&1`]);
    spawn(program, args, { stdio: "ignore", env: { ...process.env, STRAAT_ROOT: ROOT } }).unref();
  }

  /** Ends a program as a crash does, with its children. */
  kill(name: DaemonName): void {
    for (const pid of processesIn([this.lab.namespaceOf(this.host)])) {
      if (commandOf(pid).startsWith(name)) process.kill(pid, "SIGKILL");
    }
  }

  /** Has keepalived read its configuration anew, as its unit does. */
  reload(): void {
    this.sh("kill -HUP $(cat /run/keepalived.pid)");
  }

  /** Plugs the cable of a card in or out; the card itself stays as it is. */
  cable(card: number, state: "up" | "down"): void {
    const { status, stderr } = runSync(
      inside(this.lab.prefix, ["ip", "link", "set", `p${this.place}-${card}`, state]),
    );
    if (status !== 0) throw new Error(stderr);
  }

  /** What conntrackd answers to a request of its client. */
  conntrackd(request: string): string {
    return this.sh(`conntrackd -C ${ROOT}/etc/straat/conntrackd.conf ${request}`);
  }

  /** Makes it as it is after it was switched on: of what moves, and of connections, there is nothing. */
  forget(virtual: readonly string[]): void {
    for (const line of this.sh("ip -o addr").split("\n")) {
      const [, card, , address = ""] = line.split(/\s+/);
      if (virtual.includes(address.replace(/\/.*/, ""))) this.sh(`ip addr del ${address} dev ${card}`);
    }
    this.lab.conntrackFlush(this.host);
  }

  log(name: DaemonName): string {
    return this.ran(["cat", `/run/${name}.log`]).stdout;
  }

  /** Runs a line of shell on it, which has to succeed. */
  sh(line: string, stdin = ""): string {
    const { status, stdout, stderr } = this.ran(["sh", "-ec", line], stdin);
    if (status !== 0) throw new Error(`${this.host}: ${line} ended with ${status}: ${stderr}`);
    return stdout;
  }

  ran(argv: readonly string[], stdin = ""): Ran {
    return runSync(this.within(argv), stdin);
  }

  /** The addresses it has at the moment. */
  get addresses(): readonly string[] {
    const { stdout } = this.lab.exec(this.host, ["ip", "-o", "addr"]);
    return [...stdout.matchAll(/ inet6? ([0-9a-f.:]+)\//g)].map(([, address]) => address as string);
  }

  private within(argv: readonly string[]): readonly string[] {
    return ["nsenter", "--target", String(this.holder?.pid), "--net", "--mount", "--uts", "--", ...argv];
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8");
  } catch {
    return ""; // it ended by itself
  }
}

/** What keeps the programs of an edge from being run here, if anything. */
export function lackingForMembers(): string | undefined {
  const missing = ["keepalived", "conntrackd"].filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")}; install it with apt-get install ${missing.join(" ")}`;
}
