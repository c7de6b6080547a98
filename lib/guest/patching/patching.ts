import type { EmergencyPatch } from "../../model/emergency-patch";
import type { IpAddress } from "../../model/ip";
import { InvalidError } from "../../model/mistake";
import { FIGURES } from "../../model/promises/figures";
import type { GuestFile, GuestPart } from "../guest-part";
import { METRICS, PROGRAMS } from "../guest-part";
import { documentHandler, program } from "../script";
import { shellSettings } from "../shell";
import { ALARM, renderUnit } from "../unit";
import { TAIL_MARGIN } from "./patch-emergency";
import type { PatchKind, PatchPlan } from "./patch-plan";
import { EMERGENCY_TICK, EMERGENCY_WORK, NIGHT_SLOT, SECURITY_SLOT } from "./patch-times";

/** Where a round that did not end in time is stopped, how long stopping may take, in minutes. */
const STOP_MINUTES = 2;

/** What unattended-upgrades replaces by the name of the release. */
const CODENAME = "$" + "{distro_codename}";

const ORIGINS = {
  security: [
    `origin=Debian,codename=${CODENAME},label=Debian-Security`,
    `origin=Debian,codename=${CODENAME}-security,label=Debian-Security`,
  ],
  full: ["origin=*"],
} as const;

/**
 * What patches a server (H-18, H-19, I-04): the program, its services, and the distribution's own timers put out of
 * action, so that nothing is installed outside the window. Timers come with the document, because they differ by
 * member; without a document nothing is patched, and the alarm says so.
 *
 * The program reads `/var/lib/straat/backup/last-success`: when the last backup was completed, in seconds since 1970.
 */
export function patchingPart(): GuestPart {
  return {
    name: "patching",
    packages: ["unattended-upgrades", "needrestart", "iputils-ping", "tzdata"],
    files: [
      program("patch"),
      program("patch-report"),
      documentHandler("patch"),
      { path: "/etc/straat/patch.conf", content: shellSettings(SETTINGS) },
      { path: "/etc/apt/apt.conf.d/90straat-patch", content: APT },
      aptOf("security"),
      aptOf("full"),
      { path: "/etc/needrestart/conf.d/90-straat.conf", content: NEEDRESTART },
      service("security", FIGURES.securityPatchMinutes),
      service("full", FIGURES.fullPatchMinutes),
      // It may have a round to catch up with.
      service("restart", FIGURES.fullPatchMinutes),
      service("emergency", FIGURES.securityPatchMinutes),
    ],
    commands: [`install -d -m 0755 ${METRICS}`],
    masked: [
      "apt-daily.timer",
      "apt-daily.service",
      "apt-daily-upgrade.timer",
      "apt-daily-upgrade.service",
      "unattended-upgrades.service",
    ],
  };
}

export interface PatchDocumentProps {
  /** An address of each member, in order, at which the others see whether it is there. */
  readonly addresses: readonly IpAddress[];
  /** Addresses of others that may not be down together with these. @default none */
  readonly peers?: readonly IpAddress[];
  /** What team Tech declared for this group (C1). @default none */
  readonly emergencies?: readonly EmergencyPatch[];
}

/**
 * The payload of the live document `patch`: the same for every member of a group. Members ping each other before work
 * that may take them down, so the firewall lets them.
 *
 * @throws InvalidError for another number of addresses than members, and for two emergencies of one id
 */
export function patchDocument(plan: PatchPlan, props: PatchDocumentProps): string {
  const { addresses, peers = [], emergencies = [] } = props;
  checkAddresses(plan, addresses);
  checkOnce(emergencies);
  const { window, members, places } = plan;
  const lines = [
    `window ${window.days.join(",")} ${window.start} ${window.end} ${window.timeZone}`,
    `places ${places}`,
    `data ${plan.data ? "yes" : "no"}`,
    ...members.flatMap(({ number, place, runs }, index) => [
      `member ${number} address ${addresses[index]}`,
      `member ${number} place ${place}`,
      ...KINDS.map((kind) => `member ${number} ${kind} ${runs[kind].calendar}`),
    ]),
    ...[...new Set(peers.map(String))].sort().map((peer) => `peer ${peer}`),
    ...[...emergencies]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .flatMap(({ id, until, owner, reason }) => [
        `emergency ${id} ${until}`,
        `emergency-owner ${id} ${owner}`,
        `emergency-reason ${id} ${reason}`,
      ]),
  ];
  return `${lines.join("\n")}\n`;
}

const KINDS: readonly PatchKind[] = ["security", "full", "restart"];

function checkAddresses({ members, group }: PatchPlan, addresses: readonly IpAddress[]): void {
  if (addresses.length === members.length && new Set(addresses.map(String)).size === addresses.length) return;
  throw new InvalidError({
    property: "addresses",
    value: JSON.stringify(addresses.map(String)),
    problem: `are not the addresses of the ${members.length} members of ${group}: a member that can't see its peers is not patched (B-06)`,
    remedy: "write one address for each member, in order",
  });
}

function checkOnce(emergencies: readonly EmergencyPatch[]): void {
  const ids = emergencies.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  throw new InvalidError({
    property: "emergencies",
    value: twice,
    problem: "is declared twice for one group; a server patches once for each (C1)",
    remedy: "declare it once, for all places",
  });
}

const SETTINGS = {
  delay_minutes: FIGURES.patchDelayMinutes,
  stop_minutes: STOP_MINUTES,
  security_minutes: FIGURES.securityPatchMinutes,
  full_minutes: FIGURES.fullPatchMinutes,
  reboot_minutes: FIGURES.rebootMinutes,
  security_slot: SECURITY_SLOT,
  night_slot: NIGHT_SLOT,
  turn_minutes: FIGURES.emergencyTurnMinutes,
  turn_work: EMERGENCY_WORK,
  turn_tick: EMERGENCY_TICK,
  tail_margin: TAIL_MARGIN,
  backup_hours: FIGURES.backupLossHours,
  overdue_days: FIGURES.fullPatchOverdueDays,
};

function aptOf(kind: keyof typeof ORIGINS): GuestFile {
  const path = `/etc/straat/patch-${kind}.apt`;
  // apt reads the file that APT_CONFIG names first, and the main file after all the others. This is both, so that
  // what it clears stays cleared.
  const content = `// Rendered. Which origins a ${kind} round takes updates from.
Dir::Etc::main "${path}";
#clear Unattended-Upgrade::Allowed-Origins;
#clear Unattended-Upgrade::Origins-Pattern;
Unattended-Upgrade::Origins-Pattern {
${ORIGINS[kind].map((origin) => `  "${origin}";`).join("\n")}
};
`;
  return { path, content };
}

/** Nothing by itself, nothing asked, no restart but ours; stopping between two packages leaves none half installed. */
const APT = `// Rendered. How updates are installed, when the program of straat does it.
APT::Periodic::Enable "0";
APT::Periodic::Update-Package-Lists "0";
APT::Periodic::Unattended-Upgrade "0";
APT::Update::Error-Mode "any";
#clear Unattended-Upgrade::Allowed-Origins;
#clear Unattended-Upgrade::Origins-Pattern;
Unattended-Upgrade::Automatic-Reboot "false";
Unattended-Upgrade::AutoFixInterruptedDpkg "true";
Unattended-Upgrade::MinimalSteps "true";
Unattended-Upgrade::InstallOnShutdown "false";
Unattended-Upgrade::OnlyOnACPower "false";
Unattended-Upgrade::Skip-Updates-On-Metered-Connections "false";
Unattended-Upgrade::Remove-Unused-Kernel-Packages "true";
Unattended-Upgrade::Remove-New-Unused-Dependencies "true";
Unattended-Upgrade::SyslogEnable "true";
Dpkg::Options { "--force-confdef"; "--force-confold"; };
`;

/** Restarts what uses old libraries, except the program that asks for it. */
const NEEDRESTART = `# Rendered.
$nrconf{restart} = 'a';
$nrconf{kernelhints} = -1;
$nrconf{override_rc}->{qr(^straat-patch-)} = 0;
`;

/**
 * Installing packages writes everywhere, starts services and changes users, so these run without a sandbox; they take
 * no input but apt's signed lists and the checked document.
 */
function service(kind: PatchKind | "emergency", minutes: number): GuestFile {
  const content = renderUnit(
    [
      "Unit",
      [
        ["Description", `Patch this server: ${kind}`],
        ["After", "network-online.target time-sync.target nss-lookup.target"],
        ["Wants", "network-online.target"],
        ["OnFailure", ALARM],
      ],
    ],
    [
      "Service",
      [
        ["Type", "oneshot"],
        ["ExecStart", `${PROGRAMS}/patch ${kind}`],
        ["TimeoutStartSec", `${minutes - STOP_MINUTES}min`],
        ["TimeoutStopSec", `${STOP_MINUTES}min`],
        ["Nice", "10"],
      ],
    ],
  );
  return { path: `/etc/systemd/system/straat-patch-${kind}.service`, content };
}
