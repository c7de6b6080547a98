import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, filesUnder, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { missingLines } from "../../subjects/settings";
import { stepsOf } from "../../subjects/units";

/** The kernel starts with programs confined, and audits from its first process on (CIS 1.3.1.2, 6.2.1.3, 6.2.1.4). */
const WORDS: Readonly<Record<string, (value: string) => boolean>> = {
  apparmor: (value) => value === "1",
  security: (value) => value === "apparmor",
  audit: (value) => value === "1",
  audit_backlog_limit: (value) => Number(value) >= 8192,
};
const HOOKS = ["/etc/kernel/postinst.d/zzz-straat-boot-menu", "/etc/kernel/postrm.d/zzz-straat-boot-menu"];
const CLOSES = "[ ! -e /boot/grub/grub.cfg ] || chmod 0600 /boot/grub/grub.cfg";

const ACCESS = "/etc/tmpfiles.d/straat-baseline.conf";
/** CIS 1.4.2, 1.6, 2.4.1 and 7.1: owner and mode, set at every boot. */
const PATHS: readonly string[] = [
  "z /boot/grub/grub.cfg 0600 root root",
  "z /etc/motd 0644 root root",
  "z /etc/issue 0644 root root",
  "z /etc/issue.net 0644 root root",
  "z /etc/crontab 0600 root root",
  ...["hourly", "daily", "weekly", "monthly"].map((often) => `z /etc/cron.${often} 0700 root root`),
  "z /etc/cron.d 0700 root root",
  ...["passwd", "passwd-", "group", "group-"].map((name) => `z /etc/${name} 0644 root root`),
  ...["shadow", "shadow-", "gshadow", "gshadow-"].map((name) => `z /etc/${name} 0640 root shadow`),
  "z /etc/shells 0644 root root",
  ...["opasswd", "opasswd.old"].map((name) => `z /etc/security/${name} 0600 root root`),
];

/** H-22, B-13: from its first process on a server is confined, audited, and its own. */
export const bootIsHardened = stackRule({
  id: "boot-is-hardened",
  info: "a server starts with programs confined and audited, and sets who may read its accounts at every start",
  explanation:
    "What starts before AppArmor and the audit is neither confined nor seen. A file of passwords that became readable stays so unless somebody sets it right.",
  remedy: "leave /etc/default/grub.d, tmpfiles.d and the kernel's hooks to the library",
  promises: ["H-22", "B-13"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...wrongWords(files),
    ...HOOKS.flatMap((path) => missingLines(path, textIn(files, path), [CLOSES])),
    ...missingLines(ACCESS, textIn(files, ACCESS), PATHS),
    ...(stepsOf(files).some((step) => step.includes("update-grub"))
      ? []
      : ["the first boot does not write the boot menu anew"]),
    ...(stepsOf(files).includes(`systemd-tmpfiles --create ${ACCESS}`)
      ? []
      : [`the first boot does not set ${ACCESS}`]),
  ]),
});

function wrongWords(files: Files): readonly string[] {
  const lines = filesUnder(files, "/etc/default/grub.d").flatMap(([, { text }]) => text.split("\n"));
  const words = lines.flatMap(
    (line) => /^GRUB_CMDLINE_LINUX="\$GRUB_CMDLINE_LINUX (.*)"$/.exec(line)?.[1]?.split(" ") ?? [],
  );
  return Object.entries(WORDS).flatMap(([name, isRight]) => {
    const values = words
      .filter((word) => word.startsWith(`${name}=`))
      .map((word) => word.slice(name.length + 1));
    if (values.length === 0) return [`the kernel starts without ${name}`];
    return values
      .filter((value) => !isRight(value))
      .map((value) => `the kernel starts with ${name}=${value}`);
  });
}
