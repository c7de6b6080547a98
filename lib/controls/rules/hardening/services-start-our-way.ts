import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { type Jobs, jobsOf, jobsTold } from "../../subjects/jobs";
import { forFiles, servedUnit } from "../../subjects/served-files";

/** The value that counts of a setting; a list is all its lines, of which an empty one takes back what the package says. */
type Wanted = readonly (readonly [setting: string, value: string | RegExp | readonly string[]])[];

/** Walls are loaded by the program that knows the last that was accepted, and stay when the service stops. */
const WALLS: Wanted = [
  ["Service.ExecStart", ["", "/usr/local/lib/straat/firewall-load"]],
  ["Service.ExecStop", [""]],
  ["Unit.RequiresMountsFor", "/etc /usr/local/lib /var/lib"],
];

/** A daemon that ends is started again, however often. */
const COMES_BACK: Wanted = [
  ["Service.Restart", /^(always|on-failure)$/],
  ["Service.RestartSec", /^([1-9]|[12]\d|30)s?$/],
];
const FOR_EVER: Wanted = [...COMES_BACK, ["Unit.StartLimitIntervalSec", "0"]];

/** Without its disk a database would begin an empty one on the system's, and be backed up like that. */
const ON_ITS_DISK: Wanted = [
  ["Unit.AssertPathIsMountPoint", "/srv/data"],
  ["Unit.RequiresMountsFor", "/srv/data"],
];

/** H-03, H-05, H-22: what packages bring starts as the house needs it, not as its package has it. */
export const servicesStartOurWay = stackRule({
  id: "services-start-our-way",
  info: "walls outlive their service, a daemon that ends comes back, and a database starts on its own disk alone",
  explanation:
    "As Debian has it, stopping nftables opens every wall. A keepalived that ended leaves its address to nobody, and a database without its disk begins an empty one.",
  remedy: "leave the drop-ins of packages' services to the library",
  promises: ["H-03", "H-05", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles(
    (files, told) => wantedOf(jobsOf(told)).flatMap(([unit, wanted]) => wrongUnit(files, unit, wanted)),
    jobsTold,
  ),
});

function wantedOf(jobs: Jobs): readonly (readonly [unit: string, wanted: Wanted])[] {
  const database = jobs.engine === "postgresql" ? "postgresql@15-main.service" : "mariadb.service";
  return [
    ["nftables.service", WALLS],
    ...(jobs.isShared ? [["keepalived.service", FOR_EVER] as const] : []),
    ...(jobs.isEdge ? [["conntrackd.service", FOR_EVER] as const] : []),
    ...(jobs.isGateway ? [["wg-quick@wg0.service", COMES_BACK] as const] : []),
    ...(jobs.isWeb ? [["nginx.service", FOR_EVER] as const] : []),
    ...(jobs.engine === undefined ? [] : [[database, ON_ITS_DISK] as const]),
  ];
}

function wrongUnit(files: Files, name: string, wanted: Wanted): readonly string[] {
  const unit = servedUnit(files, name);
  return wanted.flatMap(([setting, value]) => {
    const found = Array.isArray(value) ? unit.raw(setting).join("\n") : unit.all(setting).at(-1);
    const right = Array.isArray(value) ? value.join("\n") : value;
    const isSaid = Array.isArray(value) ? unit.raw(setting).length > 0 : found !== undefined;
    if (isSaid && (right instanceof RegExp ? right.test(found ?? "") : found === right)) return [];
    return [`${name} says ${isSaid ? JSON.stringify(found) : "nothing"} of ${setting}`];
  });
}
