import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ControlGroup } from "./cgroup";

/** A server while it runs: the process that started it, all processes below that, and the first one inside. */
export class Running {
  private readonly group: ControlGroup;
  private readonly child: ChildProcess;
  private complaints = "";
  /** Number of the server's systemd on this machine; 0 until there is one. */
  init = 0;

  constructor(
    private readonly name: string,
    command: readonly string[],
  ) {
    this.group = new ControlGroup(`straat-${process.pid}-${name}`);
    // The shell enters the control group before the command makes a namespace of it.
    const script = `echo $$ > '${this.group.procs}'; exec "$@"`;
    this.child = spawn("sh", ["-ec", script, "sh", ...command], { stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr?.setEncoding("utf8").on("data", (text) => {
      this.complaints += text;
    });
  }

  async untilSystemd(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      await sleep(50);
      this.init = initOf(this.child.pid ?? 0);
      if (this.init !== 0) return;
      this.check();
    }
    throw new Error(`${this.name} does not start: ${this.complaints}`);
  }

  /** @throws when it has ended by itself */
  check(): void {
    if (this.child.exitCode !== null) throw new Error(`${this.name} ended: ${this.complaints}`);
  }

  async end(): Promise<void> {
    this.child.kill("SIGKILL");
    this.group.remove();
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
  }
}

/** The process that is number 1 inside: the only child of unshare's, which replaced the shell. */
function initOf(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    const child = Number(children.split(" ")[0] || 0);
    const command = child === 0 ? "" : readFileSync(`/proc/${child}/cmdline`, "utf8");
    return command.startsWith("/lib/systemd/systemd") ? child : 0;
  } catch {
    return 0;
  }
}
