import { readCalendar } from "../guest/calendar";
import { Unreadable } from "../unreadable";
import type { Files } from "./frozen";
import { isEnabled, servedUnit } from "./served-files";
import { longestGap } from "./timer-times";
import type { UnitFile } from "./unit-file";

/** Where our own programs are. */
export const PROGRAMS = "/usr/local/lib/straat";

/** What a unit of ours does when it fails: an alarm in the logs. */
export const ALARM = "straat-alarm@%n.service";

/** From how many minutes between two runs on a missed one is missed. */
const SELDOM = 60;

export interface Recurring {
  /** The unit's name without its kind, such as `straat-metrics`. */
  readonly unit: string;
  /** The program it runs, among our own. */
  readonly program: string;
  /** The longest time between two runs, in minutes. */
  readonly atMost: number;
}

/** What keeps a server from doing something again and again, and from raising the alarm when that fails. */
export function wrongRecurring(files: Files, { unit, program, atMost }: Recurring): readonly string[] {
  const timer = servedUnit(files, `${unit}.timer`);
  const longest = longestWait(timer);
  const started = timer.has("Timer.Unit") ? timer.one("Timer.Unit") : `${unit}.service`;
  return [
    ...(isEnabled(files, `${unit}.timer`) ? [] : [`${unit}.timer is not started by the first boot`]),
    ...(longest <= atMost
      ? []
      : [`${unit}.timer lets ${told(longest)} pass, and ${told(atMost)} at most is promised`]),
    ...(started === `${unit}.service` ? [] : [`${unit}.timer starts ${started}`]),
    ...wrongComeback(timer, `${unit}.timer`),
    ...wrongService(files, unit, `${PROGRAMS}/${program}`),
  ];
}

/** What keeps a timer from going on after the server was off; one that is seldom makes up for what it missed. */
export function wrongComeback(timer: UnitFile, name: string): readonly string[] {
  const isSeldom = timer.has("Timer.OnCalendar") && longestWait(timer) >= SELDOM;
  return [
    ...(timer.all("Install.WantedBy").includes("timers.target")
      ? []
      : [`${name} does not go on after a restart`]),
    ...(isSeldom && !isYes(timer, "Timer.Persistent")
      ? [`${name} does not make up for a time when the server was off`]
      : []),
  ];
}

/** What keeps a service of ours from doing its work with a program, and from raising the alarm when it fails. */
export function wrongService(files: Files, unit: string, command: string): readonly string[] {
  const service = servedUnit(files, `${unit}.service`);
  const path = command.split(" ")[0] ?? "";
  return [
    ...(service.all("Service.ExecStart").includes(command)
      ? []
      : [`${unit}.service does not run ${command}`]),
    ...(isProgram(files, path) ? [] : [`${path} is not there, or is no program`]),
    ...wrongAlarm(files, `${unit}.service`),
  ];
}

/** What keeps a failing unit from raising the alarm. */
export function wrongAlarm(files: Files, unit: string): readonly string[] {
  const raises = servedUnit(files, unit).all("Unit.OnFailure").includes(ALARM);
  const said = servedUnit(files, "straat-alarm@.service").all("Service.ExecStart");
  const isLoud = said.length === 1 && said[0] === ALARM_COMMAND;
  return [
    ...(raises ? [] : [`${unit} fails without an alarm (OnFailure=${ALARM})`]),
    ...(isLoud ? [] : ["straat-alarm@.service does not write an alarm into the log"]),
  ];
}

const ALARM_COMMAND = `/usr/bin/logger --priority daemon.alert --tag straat-alarm '{"alarm":"%i"}'`;

/** Programs of the distribution are not among the files. */
function isProgram(files: Files, path: string): boolean {
  return !path.startsWith(`${PROGRAMS}/`) || files.get(path)?.mode === "0755";
}

/** The longest time between two runs, in minutes, with what they are put off by chance. */
function longestWait(timer: UnitFile): number {
  const gaps = timer.all("Timer.OnCalendar").map((text) => longestGap(readCalendar(text)));
  const spans = timer.all("Timer.OnUnitActiveSec").map(minutesIn);
  const isFixed = isYes(timer, "Timer.FixedRandomDelay");
  const delays = isFixed ? [] : timer.all("Timer.RandomizedDelaySec").map(minutesIn);
  return Math.min(...gaps, ...spans) + Math.max(0, ...delays);
}

function isYes(unit: UnitFile, setting: string): boolean {
  return unit.has(setting) && /^(yes|true|1|on)$/.test(unit.one(setting));
}

const UNIT_MINUTES: Readonly<Record<string, number>> = {
  "": 1 / 60,
  s: 1 / 60,
  sec: 1 / 60,
  min: 1,
  h: 60,
  d: 1440,
};

/** A time span of systemd's, in minutes. @throws Unreadable for one that is not a number and a unit */
export function minutesIn(span: string): number {
  const [, number, unit = ""] = /^(\d+)([a-z]*)$/.exec(span) ?? [];
  const minutes = UNIT_MINUTES[unit];
  if (number !== undefined && minutes !== undefined) return Number(number) * minutes;
  throw new Unreadable(`a time span is ${JSON.stringify(span)}, which is no form that is known here`);
}

function told(minutes: number): string {
  if (minutes === Number.POSITIVE_INFINITY) return "all time";
  if (minutes === 1) return "a minute";
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
