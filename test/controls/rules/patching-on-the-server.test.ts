import { swap, WEB } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const breach = WEB.breachIn;

const JUDGED = [
  WEB.id,
  "verne-street/vsphere_virtual_machine.edge_1",
  "platform-alkmaar/vsphere_virtual_machine.backup_1",
];

const STEPS = "/etc/straat/first-boot";
const SETTINGS = "/etc/straat/patch.conf";
const unit = (name: string) => `/etc/systemd/system/straat-${name}`;

describeRule("patch-runs-keep-to-their-time", {
  judges: JUDGED,
  breaches: [
    breach(
      "the program takes longer than planned",
      SETTINGS,
      swap("full_minutes='90'", "full_minutes='600'"),
      /full_minutes 600, and plans were made with 90/,
    ),
    breach(
      "parts of the night are another's",
      SETTINGS,
      swap("security_slot='25'", "security_slot='0'"),
      /security_slot 0/,
    ),
    breach(
      "an old backup is enough",
      SETTINGS,
      swap("backup_hours='24'", "backup_hours='240'"),
      /backup_hours 240/,
    ),
    breach(
      "a missed round is told late",
      SETTINGS,
      swap("overdue_days='36'", "overdue_days='360'"),
      /overdue_days 360/,
    ),
    breach(
      "a setting cannot be read",
      SETTINGS,
      swap("reboot_minutes='10'", "reboot_minutes=$(id)"),
      /cannot be judged/,
    ),
    breach(
      "a round is not stopped in time",
      unit("patch-full.service"),
      swap("TimeoutStartSec=88min", "TimeoutStartSec=8h"),
      /may take 482 minutes, and 90/,
    ),
    breach(
      "a round has no end",
      unit("patch-security.service"),
      swap(/^TimeoutStartSec.*\n/m, ""),
      /cannot be judged/,
    ),
    breach(
      "a round does something else",
      unit("patch-security.service"),
      swap("patch security", "patch full"),
      /does not run .*patch security/,
    ),
    breach(
      "a round fails in silence",
      unit("patch-restart.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without an alarm/,
    ),
    breach(
      "the program is gone",
      "/usr/local/lib/straat/patch",
      () => undefined,
      /lib\/straat\/patch is not there/,
    ),
  ],
});

describeRule("rounds-install-what-they-are-for", {
  judges: JUDGED,
  breaches: [
    breach(
      "a security round takes nothing",
      "/etc/straat/patch-security.apt",
      swap(/^ {2}"origin.*\n/gm, ""),
      /patch-security\.apt takes updates from elsewhere/,
    ),
    breach(
      "a security round takes everything",
      "/etc/straat/patch-security.apt",
      swap(/label=Debian-Security/, "label=*"),
      /patch-security\.apt/,
    ),
    breach(
      "a full round takes security updates only",
      "/etc/straat/patch-full.apt",
      swap("origin=*", "origin=Debian,label=Debian-Security"),
      /patch-full\.apt/,
    ),
    breach(
      "what apt has beside it stays",
      "/etc/straat/patch-security.apt",
      swap(/^#clear .*Origins-Pattern;\n/m, ""),
      /patch-security\.apt/,
    ),
    breach(
      "services go on with what leaks",
      "/etc/needrestart/conf.d/90-straat.conf",
      swap("= 'a'", "= 'l'"),
      /90-straat\.conf has no line/,
    ),
  ],
});

const APT = "/etc/apt/apt.conf.d/90straat-patch";

describeRule("updates-by-the-plan-alone", {
  judges: JUDGED,
  breaches: [
    breach(
      "apt's own timer runs",
      STEPS,
      swap(/^.*apt-daily-upgrade\.timer\n/m, ""),
      /apt-daily-upgrade\.timer is not masked/,
    ),
    breach(
      "apt's own timer is started after all",
      STEPS,
      (text) => `${text}x\tsystemctl unmask apt-daily.timer\n`,
      /apt-daily\.timer is not masked/,
    ),
    breach(
      "apt updates by itself",
      APT,
      swap('Unattended-Upgrade "0"', 'Unattended-Upgrade "1"'),
      /APT::Periodic::Unattended-Upgrade "1"/,
    ),
    breach(
      "apt restarts by itself",
      APT,
      swap('Automatic-Reboot "false"', 'Automatic-Reboot "true"'),
      /Automatic-Reboot "true"/,
    ),
    breach(
      "another file takes it back",
      "/etc/apt/apt.conf.d/90straat",
      (text) => `${text}APT::Periodic::Enable "1";\n`,
      /APT::Periodic::Enable/,
    ),
    breach(
      "a setting is gone",
      APT,
      swap(/^APT::Periodic::Enable.*\n/m, ""),
      /says nothing of APT::Periodic::Enable/,
    ),
  ],
});

const SCAN = "/etc/straat/vulnerability-scan.conf";

describeRule("leaks-are-looked-for", {
  judges: JUDGED,
  breaches: [
    breach("nobody scans", STEPS, swap(/^.*straat-vulnerability-scan\.timer\n/m, ""), /is not started/),
    breach(
      "ages are judged once a day",
      unit("vulnerability-scan.timer"),
      swap("*-*-* *:15", "*-*-* 03:15"),
      /lets 24 hours pass/,
    ),
    breach(
      "scans are put off",
      unit("vulnerability-scan.timer"),
      swap("FixedRandomDelay=yes", "FixedRandomDelay=no"),
      /lets 70 minutes pass/,
    ),
    breach(
      "scans are weeks apart",
      SCAN,
      swap("scan_hours='6'", "scan_hours='600'"),
      /scan_hours 600, and 6 is the most/,
    ),
    breach(
      "the alarm comes after a day",
      SCAN,
      swap("alarm_hours='12'", "alarm_hours='36'"),
      /alarm_hours 36/,
    ),
    breach(
      "a leak may be there for a week",
      SCAN,
      swap("limit_hours='24'", "limit_hours='168'"),
      /limit_hours 168/,
    ),
    breach("there is no database", SCAN, swap(/^database='[^']*'/m, "database=''"), /names no database/),
    breach("an attacker's release may run", SCAN, swap("0.69.4 ", ""), /release 0\.69\.4 of Trivy/),
    breach(
      "an attacker's release may be installed",
      "/etc/apt/preferences.d/straat-trivy",
      swap("0.69.5*\nPin-Priority: -1", "0.69.5*\nPin-Priority: 500"),
      /release 0\.69\.5/,
    ),
    breach(
      "the alarm is not raised",
      unit("vulnerability-scan.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without/,
    ),
  ],
});

describeRule("leaks-can-be-mended-in-a-day", {
  judges: JUDGED,
  breaches: [
    {
      when: "nine servers wait for each other",
      change: (fleet) =>
        fleet
          .machine("verne-production", "web_1")
          .document("patch", (text) => text.replace("places 2", "places 9")),
      finds: [WEB.id],
      saying: /9 servers that wait for each other take \d+ minutes, and 390 are left/,
    },
    breach("turns are longer", SETTINGS, swap("turn_minutes='35'", "turn_minutes='350'"), /turn_minutes 350/),
    breach(
      "turns are looked for once a day",
      SETTINGS,
      swap("turn_tick='5'", "turn_tick='1440'"),
      /turn_tick 1440/,
    ),
    breach(
      "there is no service for it",
      unit("patch-emergency.service"),
      () => undefined,
      /cannot be judged/,
    ),
    breach(
      "the service does nothing",
      unit("patch-emergency.service"),
      swap("patch emergency", "patch may emergency"),
      /does not run/,
    ),
    breach(
      "an emergency fails in silence",
      unit("patch-emergency.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without/,
    ),
    breach(
      "no timer is made for it",
      "/usr/local/lib/straat/documents/patch",
      swap("*:00/$turn_tick:00", "04:00:00"),
      /makes no timer/,
    ),
  ],
  allows: [
    {
      when: "five servers wait for each other",
      change: (fleet) =>
        fleet
          .machine("verne-production", "web_1")
          .document("patch", (text) => text.replace("places 2", "places 5")),
    },
  ],
});
