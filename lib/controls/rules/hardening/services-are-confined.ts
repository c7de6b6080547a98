import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { jobsOf, jobsTold } from "../../subjects/jobs";
import { forFiles, servedUnit } from "../../subjects/served-files";
import { unitNames } from "../../subjects/units";

/** What a service of ours is kept to at least: no new rights, nothing of the system to write, nobody's home. */
const OURS: Confinement = {
  NoNewPrivileges: ["yes"],
  ProtectSystem: ["strict"],
  ProtectHome: ["yes", "read-only"],
};

/**
 * Services of ours whose work is to change the system: they install updates, or make accounts and load walls. The last one
 * starts another service, and does nothing else.
 */
const CHANGE_THE_SYSTEM =
  /^straat-(patch-(security|full|restart|emergency)|agent|backup-front-renew)\.service$/;

/** What keeps a service that listens to networks from becoming more than it is (systemd.exec). */
const LISTENING: Confinement = {
  NoNewPrivileges: ["yes"],
  ProtectSystem: ["full", "strict"],
  ProtectHome: ["yes"],
  PrivateTmp: ["yes"],
  ProtectControlGroups: ["yes"],
  ProtectKernelModules: ["yes"],
  RestrictNamespaces: ["yes"],
  RestrictSUIDSGID: ["yes"],
  LockPersonality: ["yes"],
  SystemCallArchitectures: ["native"],
};

/** Of a service that many may reach, or that reads what many write. */
const EXPOSED: Confinement = {
  ...LISTENING,
  ProtectSystem: ["strict"],
  PrivateDevices: ["yes"],
  ProtectClock: ["yes"],
  ProtectHostname: ["yes"],
  ProtectKernelTunables: ["yes"],
  RestrictRealtime: ["yes"],
};

type Confinement = Readonly<Record<string, readonly string[]>>;

/** Rights of root that no web server needs, which begins as root to listen on its ports. */
const OF_NGINX = new Set([
  ...["CAP_NET_BIND_SERVICE", "CAP_SETUID", "CAP_SETGID", "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_KILL"],
]);

/** H-22: who breaks into a service gets that service, and not its server. */
export const servicesAreConfined = stackRule({
  id: "services-are-confined",
  info: "services that listen and programs of the house can write, reach and become only what their work asks",
  explanation:
    "A hole in a web server or a daemon is found sooner or later. Where it is confined the intruder has a process that cannot write programs, load modules or become root.",
  remedy: "leave the units and their drop-ins to the library: SANDBOX in lib/guest/unit.ts, or more",
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles(wrongServices, jobsTold),
});

function wrongServices(files: Files, told: string): readonly string[] {
  const { isWeb, isShared, isEdge } = jobsOf(told);
  const ours = unitNames(files).filter(
    (name) => /^straat-.*\.service$/.test(name) && !CHANGE_THE_SYSTEM.test(name),
  );
  return [
    ...ours.flatMap((name) => loose(files, name, OURS)),
    ...loose(files, "rsyslog.service", EXPOSED),
    ...(isShared ? loose(files, "keepalived.service", LISTENING) : []),
    ...(isEdge ? loose(files, "conntrackd.service", LISTENING) : []),
    ...(isWeb ? [...loose(files, "nginx.service", EXPOSED), ...moreRights(files)] : []),
  ];
}

/** The last word counts; a setting that is not there leaves everything open. */
function loose(files: Files, name: string, wanted: Confinement): readonly string[] {
  const unit = servedUnit(files, name);
  return Object.entries(wanted).flatMap(([setting, right]) => {
    const found = unit.all(`Service.${setting}`).at(-1);
    if (found !== undefined && right.includes(found)) return [];
    return [
      `${name} says ${found === undefined ? `nothing of ${setting}` : `${setting}=${found}`}, and ${right[0]} is right`,
    ];
  });
}

function moreRights(files: Files): readonly string[] {
  const said = servedUnit(files, "nginx.service").all("Service.CapabilityBoundingSet");
  if (said.length === 0) return ["nginx.service keeps every right of root (CapabilityBoundingSet)"];
  return said
    .flatMap((line) => line.split(/\s+/))
    .filter((right) => !OF_NGINX.has(right))
    .map((right) => `nginx.service keeps ${right}`);
}
