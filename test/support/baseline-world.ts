import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { auditPart } from "../../lib/guest/access/audit";
import { sshPart } from "../../lib/guest/access/ssh";
import { sudoPart } from "../../lib/guest/access/sudo";
import { aptPart } from "../../lib/guest/boot/packages";
import type { GuestPart } from "../../lib/guest/guest-part";
import { type BaselineRole, baselineFor } from "../../lib/guest/hardening/baseline";
import { BASELINE_SYSCTL, hardeningPart } from "../../lib/guest/hardening/hardening";
import { integrityPart } from "../../lib/guest/hardening/integrity";
import { timeSyncPart } from "../../lib/guest/hardening/time-sync";
import { Cidr } from "../../lib/model/cidr";
import { IpAddress } from "../../lib/model/ip";

/** What programs of a running server answer, as files below `world/`; the rest is done by the real programs. */
const STAND_INS: Readonly<Record<string, string>> = {
  modprobe: `sed '/^install/s/-/_/g' "$2"/*.conf`,
  findmnt: `for path; do :; done; grep "^$path " $world/mounts | cut -d ' ' -f 2 | grep .`,
  systemctl: `grep "^$2 " $world/units | cut -d ' ' -f $([ "$1" = is-active ] && echo 2 || echo 3) | grep .`,
  nft: `case $1 in -c) exit 0 ;; *) cat $world/walls ;; esac`,
  // The real one, which wants a folder of its own in /run; asked once for each configuration.
  sshd: `[ -s $world/answer ] || unshare --mount sh -c "mount -t tmpfs tmpfs /run && mkdir /run/sshd &&
    /usr/sbin/sshd -T -f $world/sshd_config" | sed "s,$STRAAT_ROOT,," >$world/answer
  cat $world/answer`,
  ss: "cat $world/listeners",
  ps: "echo _chrony",
  auditctl: `case $1 in -s) echo enabled 2 ;; *) cat $world/rules ;; esac`,
  "systemd-analyze": "cat $world/journald",
  "apt-config": "cat $STRAAT_ROOT/etc/apt/apt.conf.d/*",
  "apt-get": "echo https://packages.example.nl/debian",
};

const MOUNTS = `/tmp rw,nosuid,nodev,noexec
/dev/shm rw,nosuid,nodev,noexec
/home rw,nosuid,nodev
/var/tmp rw,nosuid,nodev,noexec
/var/log rw,nosuid,nodev,noexec
/var/log/audit rw,nosuid,nodev,noexec
`;

const UNITS = `chrony.service active enabled
cron.service active enabled
systemd-journald.service active static
auditd.service active enabled
nftables.service active enabled
logrotate.timer active enabled
straat-integrity.timer active enabled
apt-daily-upgrade.timer inactive masked
rsync.service inactive masked
`;

const WALLS = `table inet straat {
	chain filter_input {
		type filter hook input priority filter; policy drop;
		ct state vmap { established : accept, invalid : drop }
		iif "lo" accept
	}
	chain filter_forward {
		type filter hook forward priority filter; policy drop;
	}
	chain filter_output {
		type filter hook output priority filter; policy drop;
	}
}
`;

const PASSWD = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
jan:x:1000:1000::/home/jan:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
`;

const SHADOW = `root:!*:19000:0:99999:7:::
daemon:*:19000:0:99999:7:::
sync:*:19000:0:99999:7:::
jan:*:19000:0:-1:7:::
nobody:*:19000:0:99999:7:::
`;

const GROUP = "root:x:0:\ndaemon:x:1:\nshadow:x:42:\nstraat-su:x:998:\njan:x:1000:\nnogroup:x:65534:\n";

const PACKAGES =
  "apparmor apparmor-utils chrony nftables sudo auditd aide logrotate libpam-runtime libpam-modules libpam-pwquality openssh-server cron";

/** A server on which every item of its role holds, in a folder: files as its parts write them, and what would run. */
export class BaselineWorld {
  readonly root = mkdtempSync(join(tmpdir(), "straat-baseline-"));

  constructor(role: BaselineRole) {
    const parts: readonly GuestPart[] = [
      hardeningPart(role),
      sshPart([Cidr.parse("10.99.1.0/24")]),
      sudoPart(),
      auditPart(),
      timeSyncPart({ ntp: [IpAddress.parse("172.31.0.123")] }),
      integrityPart(),
      aptPart({ mirror: "https://packages.example.nl" }),
    ];
    for (const { path, content, mode } of parts.flatMap(({ files = [] }) => files))
      this.write(path, content, mode);
    this.accounts();
    this.kernel(role);
    this.running(parts);
  }

  private accounts(): void {
    this.write("/etc/passwd", PASSWD);
    this.write("/etc/group", GROUP);
    this.write("/etc/shadow", SHADOW, "0640", ":shadow");
    this.write("/etc/gshadow", "", "0640", ":shadow");
    this.write("/etc/shells", "/bin/bash\n");
    this.write("/etc/default/useradd", "INACTIVE=45\n");
    this.write("/etc/crontab", "", "0600");
    for (const folder of ["hourly", "daily", "weekly", "monthly", "d"])
      this.folder(`/etc/cron.${folder}`, 0o700);
    this.folder("/home/jan", 0o700, "1000:1000");
    for (const folder of ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"])
      this.folder(folder, 0o755);
    const common = {
      auth: "auth requisite pam_faillock.so preauth\nauth [success=2 default=ignore] pam_unix.so\nauth [default=die] pam_faillock.so authfail\n",
      account: "account [default=ignore] pam_unix.so no_pass_expiry\naccount required pam_faillock.so\n",
      password:
        "password requisite pam_pwquality.so retry=3\npassword requisite pam_pwhistory.so remember=24 enforce_for_root use_authtok\npassword [success=1 default=ignore] pam_unix.so obscure use_authtok yescrypt\n",
    };
    for (const [kind, text] of Object.entries(common)) this.write(`/etc/pam.d/common-${kind}`, text);
  }

  private kernel(role: BaselineRole): void {
    const settings = hardeningPart(role).files?.find(({ path }) => path === BASELINE_SYSCTL)?.content ?? "";
    for (const line of settings.trim().split("\n")) {
      const [key = "", value] = line.split(" = ");
      for (const card of key.includes("*") ? ["all", "default", "ens192"] : [""])
        this.write(`/proc/sys/${key.replace("*", card).replaceAll(".", "/")}`, `${value}\n`);
    }
    this.write("/proc/modules", "nf_tables 1 0 - Live 0x0\n");
    this.write("/sys/module/apparmor/parameters/enabled", "Y\n");
    this.write("/sys/kernel/security/apparmor/profiles", "/usr/sbin/chronyd (enforce)\n");
    this.folder("/sys/class/net/ens192", 0o755);
    this.write(
      "/boot/grub/grub.cfg",
      "\tlinux /vmlinuz ro apparmor=1 audit=1 audit_backlog_limit=8192\n",
      "0600",
    );
  }

  private running(parts: readonly GuestPart[]): void {
    const [, ssh] = parts;
    const key = "/var/lib/straat/secret/ssh_host_ed25519_key";
    this.folder(dirname(key), 0o700);
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(this.root, key)]);
    const config = ssh?.files?.find(({ path }) => path === "/etc/ssh/sshd_config")?.content ?? "";
    this.write("/world/sshd_config", config.replace(key, join(this.root, key)));
    this.write(
      "/world/rules",
      parts.flatMap(({ files = [] }) => files).find(({ path }) => path.endsWith("straat.rules"))?.content ??
        "",
    );
    this.write("/world/mounts", MOUNTS);
    this.write("/world/units", UNITS);
    this.write("/world/walls", WALLS);
    this.write("/world/listeners", "LISTEN 0 128 127.0.0.1:25 0.0.0.0:*\n");
    this.write("/world/journald", "[Journal]\nStorage=persistent\nCompress=yes\nSystemMaxUse=1G\n");
    this.install(PACKAGES);
    this.write("/etc/nftables.conf", "");
    this.folder("/var/log/audit", 0o750);
    this.write("/var/lib/straat/integrity/aide.db", "x");
    this.write("/var/lib/straat/integrity/privileged", "x");
    this.folder("/var/lib/prometheus/node-exporter", 0o755);
    for (const [name, script] of Object.entries(STAND_INS))
      this.write(`/world/bin/${name}`, `#!/bin/sh\nworld=$STRAAT_ROOT/world\n${script}\n`, "0755");
  }

  /** Only these packages are here. */
  install(names: string): void {
    const record = (name: string) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: x\nDescription: x\n`;
    this.write("/var/lib/dpkg/status", names.split(" ").map(record).join("\n"));
    this.folder("/var/lib/dpkg/info", 0o755);
    this.folder("/var/lib/dpkg/updates", 0o755);
  }

  write(path: string, content: string, mode = "0644", owner?: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(file, { force: true });
    writeFileSync(file, content);
    chmodSync(file, Number.parseInt(mode, 8));
    if (owner !== undefined) spawnSync("chown", [owner, file]);
  }

  folder(path: string, mode: number, owner?: string): void {
    mkdirSync(join(this.root, path), { recursive: true });
    chmodSync(join(this.root, path), mode);
    if (owner !== undefined) spawnSync("chown", [owner, join(this.root, path)]);
  }

  /** Changes the world by a line of sh in its root. */
  change(line: string): void {
    rmSync(join(this.root, "world/answer"), { force: true });
    const { status, stderr } = spawnSync("sh", ["-euc", line], { cwd: this.root, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  }

  /** The items that the program says do not hold. */
  judge(...ids: readonly string[]): {
    readonly failed: readonly string[];
    readonly status: number | null;
    readonly text: string;
  } {
    const program = join(this.root, "usr/local/lib/straat/check-baseline");
    const { stderr, status } = spawnSync(program, ids, {
      encoding: "utf8",
      env: {
        ...process.env,
        STRAAT_ROOT: this.root,
        PATH: `${join(this.root, "world/bin")}:/usr/sbin:/usr/bin:/sbin:/bin`,
      },
    });
    const failed = [...stderr.matchAll(/^<3>baseline: ([0-9.]+) does not hold/gm)].map(([, id]) => id ?? "");
    return { failed, status, text: stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export const idsOf = (role: BaselineRole): readonly string[] => baselineFor(role).map(({ id }) => id);
