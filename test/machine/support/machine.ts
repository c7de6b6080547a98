import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Ran, run } from "../../kernel/support/namespaces";
import { Running } from "./running";
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
  private readonly guestinfo = join(this.folder, "guestinfo");
  private running: Running | undefined;

  private constructor(
    readonly name: string,
    private readonly template: Template,
    private readonly namespace: string,
  ) {
    mkdirSync(this.guestinfo);
  }

  /** Makes a server in a network namespace, starts it, and waits until its first boot is over. */
  static async boot(
    name: string,
    template: Template,
    namespace: string,
    extraConfig: Readonly<Record<string, string>>,
  ): Promise<Machine> {
    const machine = new Machine(name, template, namespace);
    for (const [key, value] of Object.entries(extraConfig)) machine.write(key, value);
    machine.write("cloud-init.conf", firstBootEnvironment(extraConfig));
    try {
      await machine.start();
      return machine;
    } catch (error) {
      await machine.destroy();
      throw error;
    }
  }

  /** Pulls the plug, as a host that dies does. */
  async cut(): Promise<void> {
    await this.running?.end();
    this.running = undefined;
  }

  /** Starts it, again with the disk it had. */
  async start(): Promise<void> {
    this.running = new Running(this.name, [
      ...["nsenter", `--net=/run/netns/${this.namespace}`],
      ...["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--cgroup"],
      ...["sh", join(__dirname, "boot.sh"), this.template.folder, this.guestinfo, join(this.folder, "disk")],
    ]);
    await this.running.untilSystemd();
    for (let attempt = 0; attempt < 600; attempt += 1) {
      await sleep(500);
      // Exists as soon as the last stage is over, with or without errors.
      const { status } = await this.run("test", "-e", "/run/cloud-init/result.json");
      if (status === 0) return;
      this.running.check();
    }
    throw new Error(`${this.name} is not up: ${await this.story()}`);
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
  write(key: string, value: string): void {
    writeFileSync(join(this.guestinfo, key), value);
  }

  /** What the server reported under a name; undefined until it has. */
  report(name: string): string | undefined {
    const file = join(this.guestinfo, `guestinfo.straat.report.${name}`);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  /** Ends the server, whatever it is doing, and removes what it was. */
  async destroy(): Promise<void> {
    await this.cut();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get pid(): number {
    if (this.running === undefined) throw new Error(`${this.name} is not running`);
    return this.running.init;
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

const ENVIRONMENT = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "LC_ALL=C.UTF-8",
];

function firstBootEnvironment(extraConfig: Readonly<Record<string, string>>): string {
  const variables = FIRST_BOOT.flatMap((key) => {
    const name = `VMX_${key.toUpperCase().replace(".", "_")}`;
    return [`"${name}=${extraConfig[key]}"`, `"${name}_ENCODING=${extraConfig[`${key}.encoding`]}"`];
  });
  return `[Service]\n${["VMX_GUESTINFO=1", ...variables].map((one) => `Environment=${one}\n`).join("")}`;
}
