import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ran, run } from "../../kernel/support/namespaces";
import { ControlGroup } from "./cgroup";
import type { Template } from "./template";

const FIRST_BOOT = ["guestinfo.metadata", "guestinfo.userdata"];

/**
 * A server as vSphere would start it from a template: real systemd, real cloud-init, real everything, in namespaces of
 * its own. What Terraform writes into `guestinfo` is a folder, in which the server's reports appear as well.
 *
 * cloud-init does not ask a container's hardware who made it, so its two documents reach it through the environment,
 * which its VMware data source reads as well; all others go through a stand-in for `vmware-rpctool`.
 */
export class Machine {
  private readonly folder = mkdtempSync(join(tmpdir(), "straat-machine-"));
  private readonly group: ControlGroup;
  private readonly child: ChildProcess;
  private pid = 0;
  private complaints = "";

  private constructor(
    readonly name: string,
    template: Template,
    namespace: string,
    extraConfig: Readonly<Record<string, string>>,
  ) {
    const guestinfo = join(this.folder, "guestinfo");
    mkdirSync(guestinfo);
    this.group = new ControlGroup(`straat-${process.pid}-${name}`);
    for (const [key, value] of Object.entries(extraConfig)) this.write(key, value, guestinfo);
    this.write("cloud-init.conf", firstBootEnvironment(extraConfig), guestinfo);
    // The shell enters the control group before it makes a namespace of it.
    const script = [
      `echo $$ > "${this.group.procs}"`,
      `exec nsenter --net=/run/netns/${namespace} unshare --mount --pid --fork --kill-child --uts --ipc --cgroup sh "${join(__dirname, "boot.sh")}" "${template.folder}" "${guestinfo}"`,
    ].join("\n");
    this.child = spawn("sh", ["-ec", script], { stdio: ["ignore", "ignore", "pipe"] });
    this.child.stderr?.setEncoding("utf8").on("data", (text) => {
      this.complaints += text;
    });
  }

  /** Starts a server in a network namespace and waits until its first boot is over. */
  static async boot(
    name: string,
    template: Template,
    namespace: string,
    extraConfig: Readonly<Record<string, string>>,
  ): Promise<Machine> {
    const machine = new Machine(name, template, namespace, extraConfig);
    try {
      await machine.untilUp();
      return machine;
    } catch (error) {
      await machine.destroy();
      throw error;
    }
  }

  /** Runs a program on the server. */
  run(...argv: readonly string[]): Promise<Ran> {
    return run(["nsenter", `--target=${this.pid}`, "--all", "--", "env", "-i", ...ENVIRONMENT, ...argv]);
  }

  /** Runs lines of sh on the server and answers what they print. @throws when they fail */
  async sh(lines: string): Promise<string> {
    const { status, stdout, stderr } = await this.run("sh", "-euc", lines);
    if (status !== 0) throw new Error(`${lines} ended with ${status} on ${this.name}: ${stderr}${stdout}`);
    return stdout.trimEnd();
  }

  /** Writes a value into the server's `guestinfo`, as an apply does. */
  write(key: string, value: string, guestinfo = join(this.folder, "guestinfo")): void {
    writeFileSync(join(guestinfo, key), value);
  }

  /** What the server reported under a name; undefined until it has. */
  report(name: string): string | undefined {
    const file = join(this.folder, "guestinfo", `guestinfo.straat.report.${name}`);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Ends the server, whatever it is doing, and removes what it was. */
  async destroy(): Promise<void> {
    this.child.kill("SIGKILL");
    this.group.remove();
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async untilUp(): Promise<void> {
    for (let attempt = 0; attempt < 100 && this.pid === 0; attempt += 1) {
      await sleep(50);
      this.pid = initOf(this.child.pid ?? 0);
      if (this.child.exitCode !== null) throw new Error(`${this.name} did not start: ${this.complaints}`);
    }
    for (let attempt = 0; attempt < 600; attempt += 1) {
      await sleep(500);
      // Exists as soon as the last stage is over, with or without errors.
      const { status } = await this.run("test", "-e", "/run/cloud-init/result.json");
      if (status === 0) return;
      if (this.child.exitCode !== null) throw new Error(`${this.name} ended: ${this.complaints}`);
    }
    throw new Error(`${this.name} is not up: ${await this.story()}`);
  }

  /** What cloud-init has to complain of. */
  async errors(): Promise<readonly string[]> {
    return JSON.parse(await this.sh("cat /run/cloud-init/result.json")).v1.errors;
  }

  /** The end of its story, for people. */
  async story(): Promise<string> {
    const { stdout } = await this.run(
      "sh",
      "-c",
      "tail -n 60 /var/log/cloud-init-output.log; journalctl --no-pager -n 60",
    );
    return stdout;
  }
}

const ENVIRONMENT = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8"];

function firstBootEnvironment(extraConfig: Readonly<Record<string, string>>): string {
  const variables = FIRST_BOOT.flatMap((key) => {
    const name = `VMX_${key.toUpperCase().replace(".", "_")}`;
    return [`"${name}=${extraConfig[key]}"`, `"${name}_ENCODING=${extraConfig[`${key}.encoding`]}"`];
  });
  return `[Service]\n${["VMX_GUESTINFO=1", ...variables].map((one) => `Environment=${one}\n`).join("")}`;
}

/** The process that is number 1 inside: the only child of unshare's, below the shell it replaced. */
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
