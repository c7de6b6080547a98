import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { GuestFile } from "../../lib/guest/guest-part";

const UNITS = "/etc/systemd/system/";
const PACKAGED = "/usr/lib/systemd/system/";

/**
 * What systemd has to say against the units among a part's files, or nothing. Drop-ins (`x.service.d/y.conf`) are
 * judged with the packaged unit they change. Every program that a unit starts has to be one of the files, executable,
 * or installed on this machine; `programs` names others that a server has.
 *
 * It needs no running systemd: units are read in a temp folder that has the packaged units of this machine.
 */
export function verifyUnits(files: readonly GuestFile[], programs: readonly string[] = []): string {
  const units = [...new Set(files.flatMap(({ path }) => unitOf(path)))];
  if (units.length === 0) return "there is no unit among the files";
  const root = mkdtempSync(join(tmpdir(), "straat-units-"));
  try {
    mkdirSync(join(root, dirname(PACKAGED)), { recursive: true });
    cpSync(PACKAGED, join(root, PACKAGED), { recursive: true, verbatimSymlinks: true });
    for (const folder of ["bin", "sbin", "lib"]) {
      mkdirSync(join(root, "usr", folder), { recursive: true });
      symlinkSync(`usr/${folder}`, join(root, folder));
    }
    for (const { path, content, mode } of files)
      write(root, path, content, Number.parseInt(mode ?? "0644", 8));
    const started = [
      ...units.flatMap((unit) => startedBy(root, unit)),
      ...files.flatMap(({ content }) => startedIn(content)),
    ];
    const there = [...programs, ...started.filter((path) => existsSync(path))];
    for (const path of there) if (!existsSync(join(root, path))) write(root, path, "#!/bin/sh\n", 0o755);
    const { stdout, stderr, error } = spawnSync(
      "systemd-analyze",
      ["verify", "--man=no", `--root=${root}`, ...units],
      { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } },
    );
    if (error) return error.message;
    return [`${stdout}${stderr}`.replaceAll(root, "").trim(), ...unserved(root, units)]
      .filter((complaint) => complaint !== "")
      .join("\n");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const TIME = /: [A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/gm;

/**
 * The next times, strictly after a moment, at which a timer with this OnCalendar elapses; fewer when there are no more.
 *
 * @throws Error when it is no calendar expression
 */
export function calendarTimes(expression: string, baseTime: Date, count: number): readonly Date[] {
  const base = `${baseTime.toISOString().slice(0, 19).replace("T", " ")} UTC`;
  const { status, stdout, stderr, error } = spawnSync(
    "systemd-analyze",
    ["calendar", `--base-time=${base}`, `--iterations=${count}`, expression],
    { encoding: "utf8", env: { ...process.env, LC_ALL: "C", TZ: "UTC" } },
  );
  if (error || status !== 0) throw new Error(error?.message ?? stderr.trim());
  return [...stdout.matchAll(TIME)].map(([, day, time]) => new Date(`${day}T${time}Z`));
}

/** The unit a file is, or is a drop-in of. */
function unitOf(path: string): readonly string[] {
  if (!path.startsWith(UNITS)) return [];
  const [unit = ""] = path.slice(UNITS.length).replace(/\.d\//, "/").split("/");
  return /\.(service|timer|socket|path|mount|target)$/.test(unit) ? [unit] : [];
}

/** Timers whose service is not there: systemd would only find out when they elapse. */
function unserved(root: string, units: readonly string[]): readonly string[] {
  const isThere = (unit: string) => [UNITS, PACKAGED].some((folder) => existsSync(join(root, folder, unit)));
  return units
    .filter((unit) => unit.endsWith(".timer") && existsSync(join(root, UNITS, unit)))
    .map((timer) => {
      const named = /^Unit=(.+)$/m.exec(readFileSync(join(root, UNITS, timer), "utf8"))?.[1];
      const service = (named ?? timer.replace(/\.timer$/, ".service")).replace(/@[^.]*\./, "@.");
      return isThere(service) ? "" : `${timer}: there is no ${service}`;
    });
}

function startedBy(root: string, unit: string): readonly string[] {
  const file = [join(root, UNITS, basename(unit)), join(root, PACKAGED, basename(unit))].find(existsSync);
  return file === undefined ? [] : startedIn(readFileSync(file, "utf8"));
}

function startedIn(text: string): readonly string[] {
  return [...text.matchAll(/^Exec[A-Za-z]+=[-@:+!|]*(\/[^\s;]+)/gm)].map(([, path]) => path as string);
}

function write(root: string, path: string, content: string, mode: number): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
}
