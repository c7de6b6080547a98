import { type GuestFile, type GuestPart, METRICS } from "../guest-part";
import { program } from "../script";
import { ALARM, renderUnit, SANDBOX } from "../unit";
import { type BaselineItem, type BaselineRole, baselineFor, exceptionsFor, type Measure } from "./baseline";
import { loginDefs } from "./baseline/login-defs";

/** Settings of the kernel on every server; what only a router has is read after them. */
export const BASELINE_SYSCTL = "/etc/sysctl.d/60-straat-baseline.conf";

/** Modules that are never loaded. */
export const BASELINE_MODULES = "/etc/modprobe.d/straat-baseline.conf";

/** Owners and modes, set at every boot. */
export const BASELINE_ACCESS = "/etc/tmpfiles.d/straat-baseline.conf";

/** The items of this server with their checks, and as remarks what does not hold here and why. */
export const BASELINE_LIST = "/etc/straat/baseline";

/**
 * The hardening of a server (H-22, B-07): what the items of its role say, as files and commands, and a program that
 * judges every item daily. Items that are another part's work are judged here too.
 */
export function hardeningPart(role: BaselineRole): GuestPart {
  const items = baselineFor(role);
  const measures = items.flatMap(({ how }) => how);
  const of = <K extends Measure["kind"]>(kind: K) => measures.filter((measure) => isOf(measure, kind));
  const unique = (texts: readonly string[]) => [...new Set(texts)];
  const removed = unique(of("removed").flatMap(({ names }) => names)).sort();
  return {
    name: "hardening",
    packages: unique(of("packages").flatMap(({ names }) => names)).sort(),
    files: [
      {
        path: BASELINE_SYSCTL,
        content: unique(of("sysctl").map(({ key, value }) => `${key} = ${value}\n`)).join(""),
      },
      { path: BASELINE_MODULES, content: unique(of("module").map(({ name }) => noModule(name))).join("") },
      { path: BASELINE_ACCESS, content: unique(of("access").map(accessLine)).join("") },
      {
        path: "/etc/login.defs",
        content: loginDefs(Object.fromEntries(of("login.defs").map(({ key, value }) => [key, value]))),
      },
      ...distinct(of("file").map(({ file }) => file)),
      { path: BASELINE_LIST, content: baselineList(items, role) },
      program("check-baseline"),
      { ...program("baseline-checks"), mode: "0644" },
      { path: "/etc/systemd/system/straat-baseline.service", content: SERVICE },
      { path: "/etc/systemd/system/straat-baseline.timer", content: TIMER },
    ],
    commands: [
      ...unique(of("command").map(({ command }) => command)),
      purge(removed),
      `sysctl --quiet --load=${BASELINE_SYSCTL}`,
      `systemd-tmpfiles --create ${BASELINE_ACCESS}`,
    ],
    enabled: [...unique(of("enabled").flatMap(({ units }) => units)), "straat-baseline.timer"],
    masked: unique(of("masked").flatMap(({ units }) => units)),
  };
}

function isOf<K extends Measure["kind"]>(
  measure: Measure,
  kind: K,
): measure is Extract<Measure, { kind: K }> {
  return measure.kind === kind;
}

/** Several items may be of one file, which is then the same in each. */
function distinct(files: readonly GuestFile[]): readonly GuestFile[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

const noModule = (name: string) => `install ${name} /bin/false\nblacklist ${name}\n`;

/** `z` changes what is there and makes nothing. */
function accessLine({ path, mode, owner }: Extract<Measure, { kind: "access" }>): string {
  const [user, group] = owner.split(":");
  return `z ${path} ${mode} ${user} ${group}\n`;
}

/** Asks for those that are here only: apt does not know the others, and would remove none of them. */
function purge(names: readonly string[]): string {
  const here = `dpkg-query -W -f='\${db:Status-Status} \${Package}\\n' ${names.join(" ")} 2>/dev/null | sed -n 's/^installed //p'`;
  return `DEBIAN_FRONTEND=noninteractive apt-get -y -q purge $(${here})`;
}

function baselineList(items: readonly BaselineItem[], role: BaselineRole): string {
  const exceptions = exceptionsFor(role).map(
    ({ id, title, reason, promise }) => `# ${id} is an exception here (${promise}): ${title}: ${reason}\n`,
  );
  return [...exceptions, ...items.map(({ id, check }) => `${id}\t${check}\n`)].join("");
}

/**
 * What of the sandbox does not fit: with a /tmp, devices or homes of its own the program would judge those instead of
 * the server's.
 */
const LOOSER: Readonly<Record<string, string>> = {
  ProtectHome: "read-only",
  PrivateTmp: "no",
  PrivateDevices: "no",
  ProtectKernelModules: "no",
};

const SERVICE = renderUnit(
  [
    "Unit",
    [
      ["Description", "Judge this server against its hardening baseline"],
      ["OnFailure", ALARM],
    ],
  ],
  [
    "Service",
    [
      ["Type", "oneshot"],
      ["ExecStart", "/usr/local/lib/straat/check-baseline"],
      ["ReadWritePaths", `-${METRICS}`],
      ...SANDBOX.map(([key, value]): readonly [string, string] => [key, LOOSER[key] ?? value]),
      // `nft list`, `auditctl -l` and files of other users.
      [
        "CapabilityBoundingSet",
        "CAP_DAC_READ_SEARCH CAP_NET_ADMIN CAP_AUDIT_CONTROL CAP_SYS_PTRACE CAP_SYS_CHROOT",
      ],
      ["RestrictAddressFamilies", "AF_UNIX AF_NETLINK AF_INET AF_INET6"],
      ["TimeoutStartSec", "30min"],
      ["Nice", "19"],
      ["IOSchedulingClass", "idle"],
    ],
  ],
);

const TIMER = renderUnit(
  ["Unit", [["Description", "Judge this server against its hardening baseline daily"]]],
  [
    "Timer",
    [
      ["OnCalendar", "*-*-* 05:30:00 UTC"],
      ["RandomizedDelaySec", "30min"],
      ["Persistent", "true"],
    ],
  ],
  ["Install", [["WantedBy", "timers.target"]]],
);
