import type { GuestPart } from "../guest-part";
import { documentHandler, program } from "../script";
import { ALARM, renderUnit, type UnitSection } from "../unit";

/**
 * What moves a group's virtual addresses between its members (H-03): on every server of a group. keepalived does not
 * start before there is a document that says which addresses those are.
 */
export function redundancyPart(): GuestPart {
  return {
    name: "redundancy",
    packages: ["keepalived"],
    files: [
      { path: "/etc/systemd/system/keepalived.service.d/straat.conf", content: KEEPALIVED },
      program("vrrp-notify"),
      program("vrrp-listens"),
      documentHandler("keepalived"),
    ],
    enabled: ["keepalived.service"],
  };
}

/** What tells the other member of an edge which connections there are; edges only, beside {@link redundancyPart}. */
export function connectionSyncPart(): GuestPart {
  return {
    name: "connection-sync",
    packages: ["conntrackd"],
    files: [{ path: "/etc/systemd/system/conntrackd.service.d/straat.conf", content: CONNTRACKD }],
    enabled: ["conntrackd.service"],
  };
}

/** Whatever it dies of, it comes back; and each time somebody hears of it. */
const COMES_BACK: UnitSection[1] = [
  ["Restart", "always"],
  ["RestartSec", "1"],
];

const CONFINED: UnitSection[1] = [
  ["NoNewPrivileges", "yes"],
  ["ProtectSystem", "full"],
  ["ProtectHome", "yes"],
  ["PrivateTmp", "yes"],
  ["ProtectControlGroups", "yes"],
  ["ProtectKernelLogs", "yes"],
  ["ProtectKernelModules", "yes"],
  ["LockPersonality", "yes"],
  ["MemoryDenyWriteExecute", "yes"],
  ["RestrictNamespaces", "yes"],
  ["RestrictSUIDSGID", "yes"],
  ["SystemCallArchitectures", "native"],
];

const KEEPALIVED = renderUnit(
  [
    "Unit",
    [
      ["OnFailure", ALARM],
      // Stopped first as well: the other member takes over from one that still tells it of connections.
      ["After", "nftables.service conntrackd.service"],
      // Not given up on, however often it fails.
      ["StartLimitIntervalSec", "0"],
    ],
  ],
  ["Service", [...COMES_BACK, ...CONFINED]],
);

/** Debian's own configuration, which only counts, is not used. */
const CONNTRACKD = renderUnit(
  [
    "Unit",
    [
      ["OnFailure", ALARM],
      ["After", "nftables.service network-online.target"],
      ["Wants", "network-online.target"],
      ["ConditionPathExists", "/etc/straat/conntrackd.conf"],
      ["StartLimitIntervalSec", "0"],
    ],
  ],
  [
    "Service",
    [
      // What a killed run left behind would keep the next one from starting.
      ["ExecStartPre", "-/usr/bin/rm -f /run/lock/conntrackd.lock /run/conntrackd.ctl"],
      ["ExecStart", ""],
      ["ExecStart", "/usr/sbin/conntrackd -C /etc/straat/conntrackd.conf"],
      ...COMES_BACK,
      ...CONFINED,
    ],
  ],
);
