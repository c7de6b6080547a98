import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { BaselineWorld, idsOf } from "../../support/baseline-world";
import { describeUnless } from "../../support/tool";

const lacking =
  process.getuid?.() !== 0
    ? "root"
    : existsSync("/usr/sbin/sshd")
      ? undefined
      : "sshd; apt-get install openssh-server";

/** One thing that is not as it has to be, and the items that say so; all others still hold. */
const BROKEN: readonly (readonly [string, readonly string[], string])[] = [
  ["a module is loaded", ["1.1.1.9"], "echo 'usb_storage 1 0 - Live 0x0' >>proc/modules"],
  ["a module can be loaded", ["3.2.4"], "sed -i /sctp/d etc/modprobe.d/straat-baseline.conf"],
  ["/tmp runs programs", ["1.1.2.1.4"], "sed -i '/^.tmp /s/,noexec//' world/mounts"],
  [
    "/tmp is on the disk",
    ["1.1.2.1.1", "1.1.2.1.2", "1.1.2.1.3", "1.1.2.1.4"],
    "sed -i '/^.tmp /d' world/mounts",
  ],
  [
    "apt takes what is not signed",
    ["1.2.1.1"],
    "echo 'APT::Get::AllowUnauthenticated \"true\";' >>etc/apt/apt.conf.d/90straat",
  ],
  ["apt trusts a source", ["1.2.1.1"], "echo 'deb [trusted=yes] http://x y z' >>etc/apt/sources.list"],
  ["somebody added a source", ["1.2.1.2"], "touch etc/apt/straat/other.sources"],
  ["AppArmor is off", ["1.3.1.3"], "echo N >sys/module/apparmor/parameters/enabled"],
  [
    "a profile of AppArmor is off",
    ["1.3.1.3"],
    "echo '/usr/bin/x (unconfined)' >>sys/kernel/security/apparmor/profiles",
  ],
  [
    "a kernel starts without audit",
    ["6.2.1.3"],
    "echo '\tlinux /old ro apparmor=1 audit=0 audit_backlog_limit=64' >>boot/grub/grub.cfg",
  ],
  ["everybody reads the boot menu", ["1.4.2"], "chmod 0444 boot/grub/grub.cfg"],
  ["addresses in memory are known", ["1.5.1"], "echo 0 >proc/sys/kernel/randomize_va_space"],
  ["the banner tells the version", ["1.6.2"], "echo 'Debian \\r' >>etc/issue"],
  [
    "telnet is there",
    ["2.2.4"],
    "sed 's/cron/telnet/' var/lib/dpkg/status | grep -A5 telnet >x; { echo; cat x; } >>var/lib/dpkg/status; rm x",
  ],
  ["mail is taken", ["2.1.21"], "echo 'LISTEN 0 128 0.0.0.0:25 0.0.0.0:*' >world/listeners"],
  ["rsync is a service", ["2.1.13"], "sed -i 's/^rsync.*/rsync.service active enabled/' world/units"],
  ["chrony asks others too", ["2.3.3.1"], "echo 'pool 2.debian.pool.ntp.org' >>etc/chrony/chrony.conf"],
  [
    "chrony stands still",
    ["2.3.3.3"],
    "sed -i 's/^chrony.service active/chrony.service failed/' world/units",
  ],
  ["others read what cron does", ["2.4.1.4"], "chmod 0755 etc/cron.daily"],
  ["others may use cron", ["2.4.1.8"], "echo jan >etc/cron.deny"],
  ["there is a wireless card", ["3.1.2"], "mkdir sys/class/net/ens192/wireless"],
  ["packets are passed on", ["3.3.1"], "echo 1 >proc/sys/net/ipv4/ip_forward"],
  [
    "one card takes another way from anybody",
    ["3.3.5"],
    "echo 1 >proc/sys/net/ipv4/conf/ens192/accept_redirects",
  ],
  ["one card takes announcements", ["3.3.11"], "echo 1 >proc/sys/net/ipv6/conf/ens192/accept_ra"],
  ["a setting is gone", ["3.3.10"], "rm proc/sys/net/ipv4/tcp_syncookies"],
  [
    "the walls accept what is not declared",
    ["2.1.22", "4.3.5", "4.3.8"],
    "sed -i '/hook input/s/drop/accept/' world/walls",
  ],
  ["everything may leave", ["4.3.5", "4.3.7", "4.3.8"], "sed -i '/hook output/s/drop/accept/' world/walls"],
  [
    "root logs in",
    ["5.1.20"],
    "sed -i 's/PermitRootLogin no/PermitRootLogin prohibit-password/' world/sshd_config",
  ],
  ["sshd has an old cipher", ["5.1.6"], "sed -i 's/^Ciphers .*/&,aes256-cbc/' world/sshd_config"],
  ["sshd forwards", ["5.1.8"], "sed -i 's/DisableForwarding yes/DisableForwarding no/' world/sshd_config"],
  ["sshd lets anybody come", ["5.1.4"], "sed -i '/^AllowUsers/d' world/sshd_config"],
  ["the host's key is another's", ["5.1.2"], "chown 1 var/lib/straat/secret/ssh_host_ed25519_key"],
  ["sudo asks for nothing", ["5.2.5"], "echo 'Defaults !authenticate' >>etc/sudoers.d/zz-straat"],
  ["su is open", ["5.2.7"], "sed -i /pam_wheel/d etc/pam.d/su"],
  ["somebody may use su", ["5.2.7"], "sed -i 's/^straat-su.*/&jan/' etc/group"],
  ["no failure locks", ["5.3.3.1.1"], "sed -i 's/^deny = 5/deny = 0/' etc/security/faillock.conf"],
  ["an empty password opens", ["5.3.3.4.1"], "sed -i 's/pam_unix.so/& nullok/' etc/pam.d/common-auth"],
  [
    "a password never grows old",
    ["5.4.1.1"],
    "sed -i 's/^daemon:[*]:19000:0:99999/daemon:$y$x:19000:0:99999/; s/^daemon.*/&/' etc/shadow && sed -i 's,^daemon.*nologin,daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin,' etc/passwd && sed -i 's/^daemon:.y.x/jan2:$y$x/' etc/shadow && sed -i 's/7:::$/7:30::/' etc/shadow",
  ],
  [
    "a second account is root",
    ["5.4.2.1", "7.2.5"],
    "echo 'toor:x:0:1000::/root:/usr/sbin/nologin' >>etc/passwd",
  ],
  [
    "root has a password",
    ["5.4.2.4"],
    "sed -i 's/^root:!\\*:19000:0:99999:7:::/root:$y$x:19000:0:365:7:30::/' etc/shadow",
  ],
  [
    "root's commands come from where others write",
    ["5.4.2.5"],
    "chmod 0777 usr/local/bin && chmod +t usr/local/bin",
  ],
  ["a service has a shell", ["5.4.2.7"], "sed -i '/^daemon/s,/usr/sbin/nologin,/bin/sh,' etc/passwd"],
  ["a shell stays open", ["5.4.3.2"], "sed -i s/TMOUT=900/TMOUT=0/ etc/profile.d/straat.sh"],
  [
    "everybody reads a log",
    ["6.1.4.1"],
    "mkdir var/log/app && echo >var/log/app/x.log && chmod 0644 var/log/app/x.log",
  ],
  ["rules of the audit are gone", ["6.2.3.8"], "sed -i /passwd/d world/rules"],
  ["nothing is remembered to compare with", ["6.3.1"], ": >var/lib/straat/integrity/aide.db"],
  ["everybody writes passwords", ["7.1.5"], "chmod 0666 etc/shadow && chmod o-w etc/shadow"],
  ["everybody writes a file", ["7.1.11"], "mkdir opt && echo >opt/x && chmod 0666 opt/x"],
  ["everybody takes away from a folder", ["7.1.11"], "mkdir opt && chmod 0777 opt"],
  ["a file is nobody's", ["7.1.12"], "mkdir opt && chown 4321:4321 opt"],
  ["a password is empty", ["5.4.2.8", "7.2.2"], "sed -i 's/^daemon:[*]/daemon:/' etc/shadow"],
  ["a group is not there", ["7.2.3"], "sed -i '/^jan/s/1000::/4321::/' etc/passwd"],
  ["two have one number", ["7.2.5"], "echo 'piet:x:1:1::/home/piet:/usr/sbin/nologin' >>etc/passwd"],
  ["a home is open", ["7.2.9"], "chmod 0755 home/jan"],
  ["a home trusts other hosts", ["7.2.10"], "echo + >home/jan/.rhosts && chown 1000:1000 home/jan/.rhosts"],
];

describeUnless(lacking, "the check of the hardening baseline", () => {
  let world: BaselineWorld;
  afterEach(() => world.remove());

  test.each(["server", "edge", "bastion"] as const)("finds nothing on a %s as its parts make it", (role) => {
    world = new BaselineWorld(role);
    if (role === "bastion")
      world.change("sed -i 's/DisableForwarding yes/DisableForwarding no/' world/sshd_config");
    const { failed, status, text } = world.judge();
    expect({ failed, text }).toEqual({ failed: [], text: "" });
    expect(status).toBe(0);
    const figures = readFileSync(
      join(world.root, "var/lib/prometheus/node-exporter/straat_baseline.prom"),
      "utf8",
    );
    expect(figures).toContain(`straat_baseline_failures 0\n`);
    expect(figures).toContain(`straat_baseline_items ${idsOf(role).length}\n`);
    expect(figures).not.toContain("straat_baseline_failed{");
  });

  test.each(BROKEN)("finds that %s, and nothing beside it: %j", (_, ids, change) => {
    world = new BaselineWorld("server");
    world.change(change);
    // With the items beside them: all items at once, sixty times, would take minutes.
    const all = idsOf("server");
    const near = all.filter((_, at) => ids.some((id) => Math.abs(all.indexOf(id) - at) <= 3));
    const { failed, status, text } = world.judge(...near);
    expect({ failed, text }).toEqual({ failed: ids, text });
    expect(status).toBe(1);
  });

  test("leaves figures of what does not hold, for everybody to read", () => {
    world = new BaselineWorld("server");
    world.change("chmod 0755 home/jan");
    expect(world.judge()).toMatchObject({ failed: ["7.2.9"], status: 1 });
    const path = join(world.root, "var/lib/prometheus/node-exporter/straat_baseline.prom");
    expect(readFileSync(path, "utf8")).toContain('straat_baseline_failed{item="7.2.9"} 1\n');
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  test("judges the items it is asked for only, and leaves no figures then", () => {
    world = new BaselineWorld("server");
    world.change("chmod 0755 home/jan");
    expect(world.judge("7.2.10", "7.2.2")).toMatchObject({ failed: [], status: 0 });
    expect(world.judge("7.2.9")).toMatchObject({ failed: ["7.2.9"], status: 1 });
    expect(existsSync(join(world.root, "var/lib/prometheus/node-exporter/straat_baseline.prom"))).toBe(false);
  });

  test("is not right when there is nothing to judge", () => {
    world = new BaselineWorld("server");
    expect(world.judge("9.9.9").status).toBe(2);
    world.change(": >etc/straat/baseline");
    expect(world.judge().status).toBe(2);
  });
});
