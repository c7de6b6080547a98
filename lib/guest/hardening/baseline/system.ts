import {
  access,
  type BaselineItem,
  closed,
  command,
  excepted,
  file,
  item,
  kernel,
  packages,
  part,
  without,
} from "./item";

/** In both languages of who works here. No name of a system and no version: whoever reads it is not in yet. */
const ISSUE = `For named administrators only. What is done here is recorded.
Alleen voor beheerders op naam. Wat hier gebeurt, wordt vastgelegd.

`;

const LIMITS = `# A core dump holds what was in memory: keys, and clients' data.
* hard core 0
root hard core 0
`;

const COREDUMP = `[Coredump]
Storage=none
ProcessSizeMax=0
`;

/** After the hook of GRUB itself, which writes the file anew and lets everybody read it. */
const BOOT_MENU_HOOK = `#!/bin/sh
# A new kernel makes a new boot menu; nobody but root has to read it.
[ ! -e /boot/grub/grub.cfg ] || chmod 0600 /boot/grub/grub.cfg
`;

const GRUB = "/etc/default/grub.d/straat.cfg";
const UPDATE_GRUB = command("if command -v update-grub >/dev/null; then update-grub; fi");

/** The kernel's command line, as far as it is nobody else's. */
const GRUB_TEXT = 'GRUB_CMDLINE_LINUX="$GRUB_CMDLINE_LINUX apparmor=1 security=apparmor"\n';

const bootWord = (id: string, title: string, word: string, level: 1 | 2 = 1): BaselineItem =>
  item(id, title, [file(GRUB, GRUB_TEXT), UPDATE_GRUB], `boots_with ${word}`, { level });

const NO_BANNER = "grep -Eiq '\\\\[mrsv]|debian|linux'";

/** Chapters 1.2 to 1.6. */
export const SYSTEM: readonly BaselineItem[] = [
  item(
    "1.2.1.1",
    "packages are signed by keys that are known",
    part("packages"),
    '! apt-config dump | grep -Eiq \'Allow(Unauthenticated|InsecureRepositories|WeakRepositories|DowngradeToInsecureRepositories) "(true|1|yes)"\' && ! grep -Ersqi \'trusted[=:] *yes\' "$root"/etc/apt/sources.list* "$root/etc/apt/straat"',
  ),
  item(
    "1.2.1.2",
    "packages come from repositories that are declared",
    part("packages"),
    'apt-get indextargets --format \'$(SITE)\' | grep -Eq . && { [ ! -d "$root/etc/apt/straat" ] || [ "$(find "$root/etc/apt/straat" -type f | wc -l)" -eq 1 ]; }',
  ),
  item(
    "1.2.2.1",
    "updates are installed (I-04, H-18)",
    part("patch"),
    "unit apt-daily-upgrade.timer masked || not_running apt-daily-upgrade.timer",
  ),

  item(
    "1.3.1.1",
    "AppArmor is installed",
    packages("apparmor", "apparmor-utils"),
    "present apparmor apparmor-utils",
  ),
  bootWord("1.3.1.2", "AppArmor is on from the start", "apparmor=1"),
  item(
    "1.3.1.3",
    "every AppArmor profile is in force or tells what it would refuse",
    packages("apparmor", "apparmor-utils"),
    '[ "$(cat "$root/sys/module/apparmor/parameters/enabled")" = Y ] && ! grep -Eqv \'\\((enforce|complain)\\)$\' "$root/sys/kernel/security/apparmor/profiles"',
  ),

  excepted("1.4.1", "the boot menu asks for a password", {
    reason:
      "it would be a secret in guestinfo; the console is vCenter's, behind the VPN (H-15), one viewer at a time",
    promise: "H-15",
  }),
  item(
    "1.4.2",
    "only root reads the boot menu",
    [
      access("/boot/grub/grub.cfg", "0600"),
      file("/etc/kernel/postinst.d/zzz-straat-boot-menu", BOOT_MENU_HOOK, "0755"),
      file("/etc/kernel/postrm.d/zzz-straat-boot-menu", BOOT_MENU_HOOK, "0755"),
    ],
    "access /boot/grub/grub.cfg 0600 root:root",
  ),

  kernel("1.5.1", "addresses in memory are chosen by chance", 2, ["kernel.randomize_va_space"]),
  kernel("1.5.2", "nobody looks into processes that are not their children", 1, ["kernel.yama.ptrace_scope"]),
  item(
    "1.5.3",
    "no core dumps",
    [
      { kind: "sysctl", key: "fs.suid_dumpable", value: 0 },
      file("/etc/security/limits.d/straat.conf", LIMITS),
      file("/etc/systemd/coredump.conf.d/straat.conf", COREDUMP),
    ],
    "sysctl_is fs.suid_dumpable 0 && has_line /etc/security/limits.d/straat.conf '[*] hard core 0'",
  ),
  without("1.5.4", "no prelink", "prelink"),
  without("1.5.5", "no automatic reports of errors", "apport"),

  item(
    "1.6.1",
    "the message of the day names no system",
    [file("/etc/motd", ""), command("chmod -x /etc/update-motd.d/* 2>/dev/null || :")],
    `! ${NO_BANNER} "$root/etc/motd"`,
  ),
  item(
    "1.6.2",
    "the local banner warns",
    file("/etc/issue", ISSUE),
    `has_line /etc/issue 'For named .*' && ! ${NO_BANNER} "$root/etc/issue"`,
  ),
  item(
    "1.6.3",
    "the banner for who comes over the network warns",
    part("ssh"),
    `[ -s "$root/etc/issue.net" ] && ! ${NO_BANNER} "$root/etc/issue.net"`,
  ),
  closed("1.6.4", "only root writes the message of the day", "0644", "root:root", ["/etc/motd"]),
  closed("1.6.5", "only root writes the local banner", "0644", "root:root", ["/etc/issue"]),
  closed("1.6.6", "only root writes the banner for the network", "0644", "root:root", ["/etc/issue.net"]),
];
