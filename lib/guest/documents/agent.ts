import { DOCUMENTS, type GuestPart, METRICS } from "../guest-part";
import { program } from "../script";
import { shellSettings } from "../shell";
import { ALARM, renderUnit, SANDBOX } from "../unit";
import { DOCUMENT_NAMES, type DocumentName } from "./live-document";

/** The documents a server reads, one name a line, in the order in which they are applied. */
const LIST = "/etc/straat/documents";

/**
 * Where a program puts what it wants published, one file a report: `NAME`, one printable line of at most 16 KiB, put
 * there by renaming. The agent publishes it as `guestinfo.straat.report.NAME` within a minute. Never a secret.
 */
export const REPORTS = "/var/lib/straat/report";

/** Longest time a handler takes for one of its verbs, in seconds. */
const HANDLER_SECONDS = 120;

/**
 * What brings live documents into use (DESIGN, decision 6; B-07): each minute the agent reads the documents this server
 * has, has each judged before it replaces the one in use, and puts that back when the new one does not work. What it met
 * and what is in use it reports in the journal (B-13), as `guestinfo.straat.report.<name>` and in its metrics. An error
 * raises the alarm once, when it is new.
 *
 * The handler of each document comes from the part the document is for.
 *
 * @param documents in any order; a server without documents has no use for this part
 */
export function agentPart(documents: readonly DocumentName[]): GuestPart {
  const own = DOCUMENT_NAMES.filter((name) => documents.includes(name));
  return {
    name: "agent",
    files: [
      program("agent"),
      program("agent-document"),
      program("report"),
      { path: LIST, content: own.map((name) => `${name}\n`).join("") },
      { path: "/etc/straat/agent.conf", content: shellSettings({ handler_seconds: HANDLER_SECONDS }) },
      { path: "/etc/systemd/system/straat-agent.service", content: SERVICE },
      { path: "/etc/systemd/system/straat-agent.timer", content: TIMER },
      { path: "/etc/systemd/system/straat-alarm@.service", content: ALARM_SERVICE },
    ],
    commands: [`mkdir -p ${DOCUMENTS} ${METRICS} ${REPORTS}`],
    enabled: ["straat-agent.timer"],
  };
}

/**
 * What handlers do is the sum of what all parts need of root, so there is little to take from it. Not `PrivateDevices`:
 * VMware answers a privileged question (`guest_rpc.rpci.auth`) over vsock only, which needs its device.
 */
const SERVICE = renderUnit(
  [
    "Unit",
    [
      ["Description", "Bring live documents into use"],
      ["Documentation", "file:/usr/local/lib/straat/agent"],
      ["OnFailure", ALARM],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "/usr/local/lib/straat/agent"],
      // Another run, started by hand, is busy.
      ["SuccessExitStatus", "75"],
      // More than all handlers take together: what is stopped halfway has to be put back.
      ["TimeoutStartSec", "2h"],
      ["UMask", "0022"],
      ["LimitCORE", "0"],
      ["PrivateTmp", "yes"],
      ["ProtectClock", "yes"],
      ["ProtectKernelLogs", "yes"],
      ["LockPersonality", "yes"],
      ["RestrictRealtime", "yes"],
      ["SystemCallArchitectures", "native"],
    ],
  ],
);

const TIMER = renderUnit(
  ["Unit", [["Description", "Bring live documents into use each minute"]]],
  [
    "Timer",
    [
      ["OnBootSec", "10s"],
      ["OnCalendar", "minutely"],
      ["AccuracySec", "1s"],
    ],
  ],
  ["Install", [["WantedBy", "timers.target"]]],
);

/** The name of the unit that failed is the instance. The central logs turn the line into a message to a person. */
const ALARM_SERVICE = renderUnit(
  ["Unit", [["Description", "Raise the alarm for %i"]]],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", `/usr/bin/logger --priority daemon.alert --tag straat-alarm '{"alarm":"%i"}'`],
      ["DynamicUser", "yes"],
      ["PrivateNetwork", "yes"],
      ...SANDBOX,
    ],
  ],
);
