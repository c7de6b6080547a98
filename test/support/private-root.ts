import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { GuestPart } from "../../lib/guest/guest-part";

/** What keeps a private root from being made here, if anything. */
export const lackingForPrivateRoot = (): string | undefined =>
  process.getuid?.() === 0 ? undefined : "root, for accounts and mounts of its own";

/** What became of a program. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What of the machine's /etc programs need to have accounts at all; nothing of it is written. */
const ETC = [
  "passwd group shadow gshadow login.defs pam.conf pam.d security nsswitch.conf default skel localtime",
  "ld.so.conf ld.so.conf.d ld.so.cache alternatives sudo.conf ssl profile bash.bashrc shells environment",
].join(" ");

/** The first process of the root: lays out what is private, tells its number outside, and ends with its input. */
const INIT = `
set -e
read -r pid _ </proc/self/stat
mount -t proc proc /proc
etc=$1/etc
mkdir "$etc"
mount -t tmpfs -o mode=0755 tmpfs "$etc"
for name in $2; do [ ! -e "/etc/$name" ] || cp -a "/etc/$name" "$etc/"; done
mkdir -p "$etc/sudoers.d" "$etc/ssh"
printf 'root ALL=(ALL:ALL) ALL\\n@includedir /etc/sudoers.d\\n' >"$etc/sudoers"
chmod 0440 "$etc/sudoers"
mount --bind "$etc" /etc
for place in /home /root /run /var/lib /var/log /var/mail /var/spool /usr/local; do
  mount -t tmpfs -o mode=0755 tmpfs "$place"
done
for name in $3; do
  mkdir -p /usr/local/sbin
  printf '#!/bin/sh\\nprintf "%%s\\\\n" "\${0##*/} $*" >>/run/asked\\n' >"/usr/local/sbin/$name"
  chmod 0755 "/usr/local/sbin/$name"
done
ip link set lo up
echo "$pid"
cat <&3 >/dev/null &
wait $!
`;

/**
 * A server's files and processes on this machine, for programs that know one /etc only: accounts, homes, logs and
 * processes of its own, the programs of the machine. The machine's own are never written. It is gone with this
 * process, however that ends.
 */
export class PrivateRoot {
  private constructor(
    private readonly folder: string,
    private readonly holder: ChildProcess,
    private readonly pid: number,
  ) {}

  /**
   * @param network path of the network namespace in which it lives, for example `/run/netns/x`; otherwise one of its own
   */
  static async make(network?: string): Promise<PrivateRoot> {
    const folder = mkdtempSync(join(tmpdir(), "straat-root-"));
    const place = network === undefined ? ["unshare", "--net"] : ["nsenter", `--net=${network}`, "unshare"];
    const [program = "", ...args] = [...place, "--mount", "--pid", "--fork", "--kill-child"];
    // There is no systemd to ask, so what it is asked is written down.
    const init = ["sh", "-c", `exec 3<&0; ${INIT}`, "init", folder, ETC, "systemctl loginctl"];
    const holder = spawn(program, [...args, ...init], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(holder, "exit").then(() => {
      throw new Error("the private root could not be made");
    });
    ended.catch(() => {});
    const [data] = await Promise.race([once(holder.stdout, "data"), ended]);
    return new PrivateRoot(folder, holder, Number(String(data)));
  }

  /** Runs a program in the root. */
  exec(argv: readonly string[], input = ""): Outcome {
    const { status, stdout, stderr, error } = spawnSync("nsenter", [...this.enter, ...argv], {
      input,
      encoding: "utf8",
      env: ENVIRONMENT,
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  }

  /** As `exec`, for what has to succeed; what it printed. */
  run(argv: readonly string[], input = ""): string {
    const { status, stdout, stderr } = this.exec(argv, input);
    if (status !== 0) throw new Error(`${argv.join(" ")} ended with ${status}: ${stderr}${stdout}`);
    return stdout;
  }

  /** Starts a program in the root that goes on; it ends with the root at the latest. */
  spawn(argv: readonly string[]): ChildProcess {
    return spawn("nsenter", [...this.enter, ...argv], { stdio: ["pipe", "pipe", "pipe"], env: ENVIRONMENT });
  }

  /** Where a path of the root is for this process. */
  path(path: string): string {
    return join(`/proc/${this.pid}/root`, path);
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }

  write(path: string, content: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
    chmodSync(this.path(path), mode);
  }

  /** Does what a first boot does with a part: its files, then its commands. Packages are the machine's. */
  install({ files = [], commands = [] }: GuestPart): void {
    for (const { path, content, mode = "0644" } of files) this.write(path, content, Number.parseInt(mode, 8));
    for (const command of commands) this.run(["sh", "-euc", command]);
  }

  /** What systemd and logind were asked since the last time. */
  asked(): readonly string[] {
    const lines = this.exec(["sh", "-c", "cat /run/asked && rm /run/asked"]).stdout;
    return lines.split("\n").filter((line) => line !== "");
  }

  async remove(): Promise<void> {
    this.holder.stdin?.end();
    if (this.holder.exitCode === null && this.holder.signalCode === null) await once(this.holder, "exit");
    rmSync(this.folder, { recursive: true });
  }

  private get enter(): readonly string[] {
    return [`--target=${this.pid}`, "--mount", "--pid", "--net", "--"];
  }
}

const ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LANG: "C.UTF-8",
};
