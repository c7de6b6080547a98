import { DATABASE, EDGE, REPOSITORY, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const SYSCTL = "/etc/sysctl.d/60-straat-baseline.conf";
const ROUTER = "/etc/sysctl.d/90-straat-router.conf";
const KERNEL = [
  "kernel.randomize_va_space = 2",
  "kernel.yama.ptrace_scope = 1",
  "fs.suid_dumpable = 0",
  "net.ipv4.ip_forward = 0",
  "net.ipv6.conf.all.forwarding = 0",
  "net.ipv4.conf.*.send_redirects = 0",
  "net.ipv4.icmp_ignore_bogus_error_responses = 1",
  "net.ipv4.icmp_echo_ignore_broadcasts = 1",
  "net.ipv4.conf.*.accept_redirects = 0",
  "net.ipv6.conf.*.accept_redirects = 0",
  "net.ipv4.conf.*.secure_redirects = 0",
  "net.ipv4.conf.all.rp_filter = 1",
  "net.ipv4.conf.*.accept_source_route = 0",
  "net.ipv4.conf.default.log_martians = 1",
  "net.ipv4.tcp_syncookies = 1",
  "net.ipv6.conf.*.accept_ra = 0",
];

describeRule("kernel-is-hardened", {
  judges: [WEB.id, EDGE.id, REPOSITORY.id],
  breaches: [
    ...KERNEL.flatMap((line) => {
      const [key = "", value] = line.split(" = ");
      const other = `${key} = ${value === "0" ? 1 : 0}`;
      return [
        WEB.breach(`the kernel has ${other}`, /sets .* and .* is right/, WEB.file(SYSCTL, line, other)),
        WEB.breach(`nothing sets ${key}`, /nothing sets/, WEB.withoutLine(SYSCTL, line)),
      ];
    }),
    WEB.breach("one card takes redirects", /ens192\.accept_redirects to 1/, (machine) =>
      machine.file(SYSCTL, (text) => `${text}net.ipv4.conf.ens192.accept_redirects = 1\n`),
    ),
    WEB.breach("a later line in another form forwards", /ip_forward to 1/, (machine) =>
      machine.file(SYSCTL, (text) => `${text}net/ipv4/ip_forward = 1\n`),
    ),
    EDGE.breach(
      "an edge passes nothing on",
      /ip_forward to 0/,
      EDGE.file(ROUTER, "net.ipv4.ip_forward = 1", "net.ipv4.ip_forward = 0"),
    ),
    EDGE.breach(
      "an edge takes the middle of a connection",
      /tcp_loose/,
      EDGE.file(ROUTER, "tcp_loose = 0", "tcp_loose = 1"),
    ),
    EDGE.breach("an edge says too early what it tracks", /nothing loads nf_conntrack/, (machine) =>
      machine.file("/etc/modules-load.d/straat-router.conf", () => undefined),
    ),
    EDGE.breach("an edge looks long for a connection", /hashsize/, (machine) =>
      machine.file("/etc/modprobe.d/straat-router.conf", () => undefined),
    ),
    EDGE.breach(
      "an edge has room for few connections",
      /nf_conntrack_max is 1024/,
      EDGE.file(ROUTER, "nf_conntrack_max = 262144", "nf_conntrack_max = 1024"),
    ),
    EDGE.breach(
      "an edge does not say for how many connections it has room",
      /nf_conntrack_max is not set/,
      EDGE.withoutLine(ROUTER, "net.netfilter.nf_conntrack_max = 262144"),
    ),
    EDGE.breach(
      "an edge takes redirects after all",
      /accept_redirects to 1/,
      EDGE.file(ROUTER, "net.ipv4.conf.all.accept_redirects = 0", "net.ipv4.conf.all.accept_redirects = 1"),
    ),
  ],
});

const MODPROBE = "/etc/modprobe.d/straat-baseline.conf";

describeRule("modules-are-blocked", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "a module may be loaded by name",
      /usb-storage/,
      WEB.withoutLine(MODPROBE, "install usb-storage /bin/false"),
    ),
    WEB.breach("a module may be loaded by itself", /sctp/, WEB.withoutLine(MODPROBE, "blacklist sctp")),
    WEB.breach("a module is loaded all the same", /says install dccp/, (machine) =>
      machine.file(MODPROBE, (text) => `${text}install dccp /sbin/modprobe --ignore-install dccp\n`),
    ),
    EDGE.breach("an edge loads one at its start", /loads overlay/, (machine) =>
      machine.file("/etc/modules-load.d/straat-router.conf", (text) => `${text}overlay\n`),
    ),
  ],
});

describeRule("mounts-are-strict", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    ...["tmp", "home", "var-tmp", "var-log"].map((name) =>
      WEB.breach(`devices may be in ${name}`, /mounted without nodev/, (machine) =>
        machine.file(`/etc/systemd/system/${name}.mount`, (text) =>
          text.replace("nodev,", "").replace(",nodev", ""),
        ),
      ),
    ),
    WEB.breach(
      "programs may be run in /tmp",
      /without noexec/,
      WEB.file("/etc/systemd/system/tmp.mount", ",noexec", ""),
    ),
    WEB.breach(
      "programs may be run in /tmp after all",
      /mounted with exec/,
      WEB.file("/etc/systemd/system/tmp.mount", ",noexec", ",noexec,exec"),
    ),
    WEB.breach(
      "another folder is mounted",
      /mounts \/var\/cache/,
      WEB.file("/etc/systemd/system/var-tmp.mount", "Where=/var/tmp", "Where=/var/cache"),
    ),
    WEB.breach("shared memory keeps its options", /\/dev\/shm/, (machine) =>
      machine.file("/etc/straat/first-boot", (text) =>
        text.replace("mount -o remount,rw,nosuid,nodev,noexec /dev/shm", "true"),
      ),
    ),
    WEB.breach("a mount is not there", /home\.mount is not there/, (machine) =>
      machine.file("/etc/systemd/system/home.mount", () => undefined),
    ),
  ],
});

const WEAK_PASSWORDS: readonly (readonly [string, string, string])[] = [
  ["/etc/login.defs", "PASS_MAX_DAYS	365", "PASS_MAX_DAYS	99999"],
  ["/etc/login.defs", "ENCRYPT_METHOD	YESCRYPT", "ENCRYPT_METHOD	MD5"],
  ["/etc/login.defs", "UMASK	027", "UMASK	022"],
  ["/etc/security/faillock.conf", "deny = 5", "deny = 500"],
  ["/etc/security/faillock.conf", "silent\n", ""],
  ["/etc/security/faillock.conf", "unlock_time = 900", "unlock_time = 1"],
  ["/etc/security/faillock.conf", "even_deny_root\n", ""],
  ["/etc/security/pwquality.conf.d/straat.conf", "minlen = 14", "minlen = 6"],
  ["/etc/security/pwquality.conf.d/straat.conf", "enforcing = 1", "enforcing = 0"],
  ["/usr/share/pam-configs/straat-unix", "try_first_pass yescrypt", "try_first_pass yescrypt nullok"],
  [
    "/usr/share/pam-configs/straat-unix",
    "use_authtok try_first_pass yescrypt",
    "use_authtok try_first_pass md5",
  ],
  ["/usr/share/pam-configs/straat-faillock", "[default=die]", "[default=ignore]"],
  ["/usr/share/pam-configs/straat-history", "remember=24", "remember=1"],
  ["/etc/straat/first-boot", "hardening	passwd --quiet --lock root\n", ""],
  ["/etc/straat/first-boot", "--enable straat-unix", "--enable unix"],
];

describeRule("passwords-are-strong", {
  judges: [WEB.id, REPOSITORY.id],
  breaches: WEAK_PASSWORDS.map(([path, from, to]) =>
    WEB.breach(
      `${path} has ${to || "no"} for ${from}`.replaceAll(/\s+/g, " "),
      /./,
      WEB.file(path, from, to),
    ),
  ),
  allows: [
    WEB.allows(
      "passwords are longer",
      WEB.file("/etc/security/pwquality.conf.d/straat.conf", "minlen = 14", "minlen = 20"),
    ),
  ],
});

describeRule("shells-are-closed", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach("anybody may become another", /lets somebody become/, (machine) =>
      machine.file("/etc/pam.d/su", (text) => text.replace(/^auth +required +pam_wheel.*\n/m, "")),
    ),
    WEB.breach(
      "a group of somebody may become another",
      /lets somebody become/,
      WEB.file("/etc/pam.d/su", "group=straat-su", "group=sudo"),
    ),
    WEB.breach("another word comes first", /lets somebody become/, (machine) =>
      machine.file("/etc/pam.d/su", (text) => `auth sufficient pam_permit.so\n${text}`),
    ),
    ...["auth", "account", "session"].map((kind) =>
      WEB.breach(
        `su has no rules of ${kind}`,
        /su does not say @include common-/,
        WEB.withoutLine("/etc/pam.d/su", `@include common-${kind}`),
      ),
    ),
    WEB.breach("somebody else plans tasks", /lets www-data plan tasks/, (machine) =>
      machine.file("/etc/cron.allow", (text) => `${text}www-data\n`),
    ),
    WEB.breach(
      "cron lets in whom it does not name",
      /cron\.deny/,
      WEB.withoutLine("/etc/straat/first-boot", "hardening	rm -f /etc/cron.deny"),
    ),
    WEB.breach(
      "others see what somebody makes",
      /lets others see/,
      WEB.file("/etc/profile.d/straat.sh", "umask 027", "umask 022"),
    ),
    WEB.breach(
      "a shell stays open",
      /does not end a shell/,
      WEB.file("/etc/profile.d/straat.sh", "TMOUT=900", "TMOUT=0"),
    ),
    WEB.breach(
      "somebody can keep a shell open",
      /does not end a shell/,
      WEB.file("/etc/profile.d/straat.sh", "  readonly TMOUT\n", ""),
    ),
  ],
});

describeRule("memory-is-not-dumped", {
  judges: [WEB.id, DATABASE.id],
  breaches: [
    WEB.breach(
      "users may have dumps",
      /\* hard core 0/,
      WEB.withoutLine("/etc/security/limits.d/straat.conf", "* hard core 0"),
    ),
    WEB.breach(
      "root may have dumps",
      /root hard core 0/,
      WEB.file("/etc/security/limits.d/straat.conf", "root hard core 0", "root hard core unlimited"),
    ),
    WEB.breach(
      "dumps are kept",
      /Storage external/,
      WEB.file("/etc/systemd/coredump.conf.d/straat.conf", "Storage=none", "Storage=external"),
    ),
  ],
});

describeRule("boot-is-hardened", {
  judges: [WEB.id, EDGE.id],
  breaches: [
    WEB.breach(
      "the kernel confines nothing",
      /apparmor=0/,
      WEB.file("/etc/default/grub.d/straat.cfg", "apparmor=1", "apparmor=0"),
    ),
    WEB.breach("the kernel does not audit", /without audit/, (machine) =>
      machine.file("/etc/default/grub.d/straat-audit.cfg", () => undefined),
    ),
    WEB.breach(
      "the kernel audits a little",
      /audit_backlog_limit=64/,
      WEB.file("/etc/default/grub.d/straat-audit.cfg", "8192", "64"),
    ),
    WEB.breach(
      "everybody may read passwords",
      /shadow 0640/,
      WEB.file("/etc/tmpfiles.d/straat-baseline.conf", "z /etc/shadow 0640", "z /etc/shadow 0644"),
    ),
    WEB.breach(
      "a new kernel's menu is everybody's",
      /zzz-straat-boot-menu/,
      WEB.file("/etc/kernel/postinst.d/zzz-straat-boot-menu", "0600", "0644"),
    ),
    WEB.breach("owners and modes are not set", /does not set/, (machine) =>
      machine.file("/etc/straat/first-boot", (text) =>
        text.replace(/^.*systemd-tmpfiles --create .*baseline.*\n/m, ""),
      ),
    ),
  ],
});

describeRule("banner-tells-nothing", {
  judges: [WEB.id],
  breaches: [
    WEB.breach(
      "the system is named",
      /tells what system/,
      WEB.file("/etc/issue.net", /^/, "Debian GNU/Linux 12\n"),
    ),
    WEB.breach("the version is filled in", /tells what system/, WEB.file("/etc/issue", /^/, "\\r\n")),
    WEB.breach("nobody is warned", /warns nobody/, (machine) => machine.file("/etc/issue.net", () => "")),
  ],
});
