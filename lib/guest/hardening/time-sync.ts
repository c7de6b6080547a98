import type { Site } from "../../model/site";
import { type GuestPart, METRICS } from "../guest-part";
import { program } from "../script";
import { shellSettings } from "../shell";
import { ALARM, renderUnit, SANDBOX } from "../unit";

/** Longest time without a measurement of the clock before it is an alarm, in seconds. */
export const UNSYNCHRONISED_SECONDS_MAX = 600;

/** Largest distance of the clock from the site's time servers before it is an alarm, in seconds. */
export const OFFSET_SECONDS_MAX = 1;

/**
 * Time from the site's own servers and nobody else's (ISO 27001 A.8.17): times in logs of different servers can be
 * compared. An alarm when the clock is more than a second off, or has not been compared for ten minutes.
 */
export function timeSyncPart({ ntp }: Pick<Site, "ntp">): GuestPart {
  return {
    name: "time-sync",
    packages: ["chrony"],
    files: [
      { path: "/etc/chrony/chrony.conf", content: chronyConf(ntp.map(String)) },
      {
        path: "/etc/straat/time-sync",
        content: shellSettings({
          unsynchronised_seconds_max: UNSYNCHRONISED_SECONDS_MAX,
          offset_seconds_max: OFFSET_SECONDS_MAX,
        }),
      },
      program("time-sync"),
      { path: "/etc/systemd/system/straat-time-sync.service", content: SERVICE },
      { path: "/etc/systemd/system/straat-time-sync.timer", content: TIMER },
    ],
    // The package started it with what was there then.
    commands: ["systemctl restart chrony.service"],
    enabled: ["chrony.service", "straat-time-sync.timer"],
    masked: ["systemd-timesyncd.service"],
  };
}

/**
 * All of chrony's configuration: no folder is included from which DHCP or a package could add a server.
 *
 * `maxpoll 7`: every two minutes, so that ten minutes without a measurement are four that failed. With three servers
 * or more, two have to agree: one that is wrong is outvoted, and does not win when it is the only one that answers.
 */
export function chronyConf(servers: readonly string[]): string {
  const several = servers.length >= 3 ? ["minsources 2"] : [];
  const lines = [
    "# Rendered. A change made here is undone when the server is replaced.",
    ...servers.map((address) => `server ${address} iburst minpoll 4 maxpoll 7`),
    ...several,
    // A jump just after the start only; later the clock runs faster or slower, so that no second comes twice.
    "makestep 1 3",
    "maxupdateskew 100",
    "rtcsync",
    "driftfile /var/lib/chrony/chrony.drift",
    "ntsdumpdir /var/lib/chrony",
    // It serves nobody, and takes commands through its socket only.
    "port 0",
    "cmdport 0",
    "user _chrony",
    "logdir /var/log/chrony",
    "log tracking",
    "logchange 0.5",
  ];
  return `${lines.join("\n")}\n`;
}

const SERVICE = renderUnit(
  [
    "Unit",
    [
      ["Description", "Judge whether the clock is right"],
      ["OnFailure", ALARM],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "/usr/local/lib/straat/time-sync"],
      ["RuntimeDirectory", "straat-time-sync"],
      ["RuntimeDirectoryPreserve", "yes"],
      // chronyc answers through a socket of its own, which it makes beside chronyd's.
      ["ReadWritePaths", `-${METRICS} -/run/chrony`],
      ...SANDBOX,
      ["PrivateNetwork", "yes"],
      ["RestrictAddressFamilies", "AF_UNIX"],
      ["CapabilityBoundingSet", "CAP_DAC_OVERRIDE CAP_CHOWN CAP_FOWNER"],
      ["TimeoutStartSec", "1min"],
    ],
  ],
);

const TIMER = renderUnit(
  ["Unit", [["Description", "Judge whether the clock is right"]]],
  [
    "Timer",
    [
      ["OnBootSec", "5min"],
      ["OnUnitActiveSec", "5min"],
      ["AccuracySec", "10s"],
    ],
  ],
  ["Install", [["WantedBy", "timers.target"]]],
);
