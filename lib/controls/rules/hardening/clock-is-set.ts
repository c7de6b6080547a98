import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { type Files, textIn } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { ASSIGNED, SPACED, settingsIn, wordsOf, wrongSettings } from "../../subjects/settings";
import { stepsOf, UNITS, unitIn } from "../../subjects/units";

const CONFIG = "/etc/chrony/chrony.conf";
const BOUNDS = "/etc/straat/time-sync";

/** B-13, H-22: entries of all servers' logs can be put in one order (CIS 2.3). */
export const clockIsSet = stackRule({
  id: "clock-is-set",
  info: "chrony sets every clock by the site's time servers and no others, and an alarm tells of a wrong one",
  explanation:
    "With clocks that differ nobody can tell what came first, certificates fail, and backups and patches run outside their times. A time server from elsewhere can set a clock back to when a stolen key still held.",
  remedy: "leave chrony.conf to the library; the time servers stand in the site file",
  promises: ["B-13", "B-01", "H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles(
    (files, servers) => [...wrongChrony(files, servers.split(" ")), ...wrongWatch(files)],
    ({ stack }) => stack.model.site.ntp.join(" "),
  ),
});

function wrongChrony(files: Files, wanted: readonly string[]): readonly string[] {
  const lines = wordsOf(textIn(files, CONFIG));
  const servers = lines.flatMap((line) => /^server (\S+)/.exec(line)?.[1] ?? []);
  const others = lines.filter((line) =>
    /^(pool|peer|confdir|sourcedir|include|allow|local|refclock|manual)\b/.test(line),
  );
  return [
    ...wanted
      .filter((server) => !servers.includes(server))
      .map((server) => `it does not ask ${server} for the time`),
    ...servers
      .filter((server) => !wanted.includes(server))
      .map((server) => `it asks ${server} for the time, no time server of its site`),
    ...others.map((line) => `${CONFIG} says ${line}, by which others set its clock or ask it`),
    ...wrongSettings(CONFIG, settingsIn(files, CONFIG, SPACED), {
      port: "0",
      cmdport: "0",
      user: "_chrony",
      makestep: /^1 [1-9]$/,
      rtcsync: "",
      logchange: /^(0\.\d+|1)$/,
    }),
  ];
}

function wrongWatch(files: Files): readonly string[] {
  const number = /^'(\d+)'$/;
  const bounds = settingsIn(files, BOUNDS, ASSIGNED);
  const atMost = (name: string, most: number) => {
    const found = number.exec(bounds.get(name)?.[0] ?? "")?.[1];
    return found !== undefined && Number(found) >= 1 && Number(found) <= most
      ? []
      : [`${BOUNDS} says ${name} ${found ?? "nowhere"}, and at most ${most} is right`];
  };
  const service = unitIn(files, `${UNITS}/straat-time-sync.service`);
  return [
    ...atMost("offset_seconds_max", 1),
    ...atMost("unsynchronised_seconds_max", 600),
    ...wrongSettings("straat-time-sync.timer", unitIn(files, `${UNITS}/straat-time-sync.timer`), {
      "Timer.OnUnitActiveSec": /^([1-9]|1[0-5])min$/,
    }),
    ...wrongSettings("straat-time-sync.service", service, { "Unit.OnFailure": "straat-alarm@%n.service" }),
    ...(stepsOf(files).includes("systemctl mask --now systemd-timesyncd.service")
      ? []
      : ["systemd-timesyncd may set its clock as well"]),
  ];
}
