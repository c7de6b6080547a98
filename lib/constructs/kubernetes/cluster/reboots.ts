import type { Image } from "../../../model/image";
import type { IpAddress } from "../../../model/ip";
import type { MaintenanceWindow } from "../../../model/maintenance-window";
import { InvalidError } from "../../../model/mistake";
import { Port } from "../../../model/port";
import { FIGURES } from "../../../model/promises/figures";
import { addNodeProgram } from "./node-program";
import type { PlatformSpace } from "./platform-space";
import { httpProbe } from "./program";
import { allowAtHome, allowInCluster } from "./rights";
import type { Scraper } from "./scraper";
import { fromScraper, toAddresses, toScraper } from "./traffic";
import { MOVES_DATA } from "./velero-backups";

const NAME = "kured";
const FIGURES_PORT = 8080;

/** How long the pods of a node may take to leave it; after that the node stays as it is, and is tried again. In minutes. */
const DRAIN_MINUTES = 20;
/** How often a node looks whether it has to restart: with the hour that is usual, most of a window could pass unused. */
const LOOK_MINUTES = 10;
/** How long the next one waits when a node is back, so that its pods are. In minutes. */
const SETTLE_MINUTES = 5;
/** When a node that never came back no longer holds up the others. In minutes. */
const LOCK_MINUTES = 60;

/** Pods with this label keep their node from being restarted, for as long as they are there. */
export const BLOCKS_REBOOT = "straat/blocks-reboot=true";

export interface RebootsProps {
  readonly image: Image;
  readonly window: MaintenanceWindow;
  readonly apiServers: readonly IpAddress[];
  readonly scraper: Scraper;
}

/** The last moment at which a node may be emptied so that it is back when the window ends, as HH:MM. */
export function lastStart(window: MaintenanceWindow): string {
  const [hour = 0, minute = 0] = window.end.split(":").map(Number);
  const last = hour * 60 + minute - DRAIN_MINUTES - FIGURES.rebootMinutes;
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(last / 60))}:${two(last % 60)}`;
}

/** @throws InvalidError for a window in which no node can be emptied, restarted and looked for twice */
export function checkRebootWindow(window: MaintenanceWindow): void {
  const needed = DRAIN_MINUTES + FIGURES.rebootMinutes + 2 * LOOK_MINUTES;
  if (window.minutes >= needed) return;
  throw new InvalidError({
    value: `${window}`,
    problem: `is a window of ${window.minutes} minutes, and restarting a node takes ${needed}: it looks every ${LOOK_MINUTES}, is emptied in ${DRAIN_MINUTES} and is back in ${FIGURES.rebootMinutes} (H-19)`,
    remedy: `write a window of at least ${needed} minutes`,
  });
}

/**
 * Restarts nodes whose updates ask for it, one at a time and inside the window (H-18, H-19): a node that waits says so with a
 * file, as Debian does. What keeps a node up: an alarm, a backup under way, and pods that say so themselves.
 */
export function addReboots(space: PlatformSpace, { image, window, apiServers, scraper }: RebootsProps): void {
  addNodeProgram(space, {
    name: NAME,
    image,
    resources: { cpu: ["10m", "200m"], memory: ["48Mi", "128Mi"], scratch: ["16Mi", "64Mi"] },
    // It tells the node's first process to restart, which takes the right to signal and nothing else.
    capabilities: ["KILL"],
    seesProcesses: true,
    because: {
      automountServiceAccountToken: "it empties its node through the API server before the restart",
      hostPID: "it signals the node's first process, which is what restarts a node",
      runAsNonRoot: "only root may signal the node's first process",
      hostPath: "it reads whether the node asks for a restart, from a file of the node",
    },
    container: {
      command: ["/usr/bin/kured"],
      args: argumentsOf(window, space.name, scraper),
      env: [{ name: "KURED_NODE_ID", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
      port: [{ name: "figures", containerPort: FIGURES_PORT, protocol: "TCP" }],
      readinessProbe: httpProbe("/metrics", "figures", 30),
      livenessProbe: httpProbe("/metrics", "figures", 60, 5),
      volumeMount: [{ name: "sentinel", mountPath: "/sentinel", readOnly: true }],
    },
    volumes: [{ name: "sentinel", hostPath: { path: "/var/run", type: "Directory" } }],
  });
  allowInCluster(space, NAME, [
    { group: "", resources: ["nodes"], verbs: ["get", "patch"] },
    { group: "", resources: ["pods"], verbs: ["get", "list", "delete"] },
    { group: "", resources: ["pods/eviction"], verbs: ["create"] },
    { group: "apps", resources: ["daemonsets"], verbs: ["get"] },
  ]);
  // The lock stands on its own DaemonSet.
  allowAtHome(space, NAME, [{ group: "apps", resources: ["daemonsets"], verbs: ["update"], names: [NAME] }]);
  space.allow(NAME, {
    ingress: [fromScraper(scraper, FIGURES_PORT)],
    egress: [
      toAddresses(apiServers, Port.KUBERNETES_API),
      ...(scraper.alarms === undefined ? [] : [toScraper(scraper, scraper.alarms.port)]),
    ],
  });
  space.note(NAME, [{ name: "figures", port: FIGURES_PORT, target: FIGURES_PORT }], undefined);
}

function argumentsOf(
  window: MaintenanceWindow,
  namespace: string,
  { alarms, ...scraper }: Scraper,
): string[] {
  return [
    `--ds-name=${NAME}`,
    `--ds-namespace=${namespace}`,
    "--reboot-sentinel=/sentinel/reboot-required",
    "--reboot-method=signal",
    `--reboot-days=${window.days.join(",").toLowerCase()}`,
    `--start-time=${window.start}`,
    `--end-time=${lastStart(window)}`,
    `--time-zone=${window.timeZone}`,
    "--concurrency=1",
    `--period=${LOOK_MINUTES}m`,
    `--drain-timeout=${DRAIN_MINUTES}m`,
    `--lock-ttl=${LOCK_MINUTES}m`,
    `--lock-release-delay=${SETTLE_MINUTES}m`,
    `--blocking-pod-selector=${MOVES_DATA}`,
    `--blocking-pod-selector=${BLOCKS_REBOOT}`,
    "--annotate-nodes=true",
    "--log-format=json",
    ...(alarms === undefined
      ? []
      : [
          `--prometheus-url=http://${alarms.service}.${scraper.namespace}.svc:${alarms.port}`,
          "--alert-firing-only=true",
          // The first always fires, to show that alarms work; the second is what is being done about.
          "--alert-filter-regexp=^(Watchdog|RebootRequired)$",
        ]),
  ];
}
