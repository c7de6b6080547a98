import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { Machine } from "../../machine";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { forFiles } from "../../subjects/served-files";
import { stepsOf, UNITS, unitIn } from "../../subjects/units";

/** CIS 1.1.2: where anybody may write, nothing runs and nothing becomes a device or somebody else. */
const MOUNTS: Readonly<Record<string, readonly string[]>> = {
  "/tmp": ["nodev", "nosuid", "noexec"],
  "/home": ["nodev", "nosuid"],
  "/var/tmp": ["nodev", "nosuid", "noexec"],
  "/var/log": ["nodev", "nosuid", "noexec"],
};
const SHARED_MEMORY = "mount -o remount,rw,nosuid,nodev,noexec /dev/shm";

/** H-22: what somebody can write they cannot run. */
export const mountsAreStrict = stackRule({
  id: "mounts-are-strict",
  info: "folders in which anybody may write are mounted so that nothing in them becomes a program or a device",
  explanation:
    "Whoever gets into an application can write to /tmp. Where that can be run, or kept as a program of root's, a hole in a website becomes a program on the server.",
  remedy:
    "leave the mount units to the library; a program that unpacks and runs in /tmp is told another place",
  promises: ["H-22"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: Machine.in,
  judge: forFiles((files) => [
    ...Object.entries(MOUNTS).flatMap(([path, options]) => wrongMount(files, path, options)),
    ...(stepsOf(files).some((step) => step.includes(SHARED_MEMORY))
      ? []
      : ["/dev/shm keeps the options of the template"]),
  ]),
});

function wrongMount(files: Files, path: string, options: readonly string[]): readonly string[] {
  const name = `${path.slice(1).replaceAll("/", "-")}.mount`;
  const unit = unitIn(files, `${UNITS}/${name}`);
  const [where] = unit.get("Mount.Where") ?? [];
  const found = (unit.get("Mount.Options") ?? []).flatMap((value) => value.split(","));
  const undone = found.filter((option) => ["dev", "suid", "exec"].includes(option));
  return [
    ...(where === path ? [] : [`${name} mounts ${where ?? "nothing"}`]),
    ...options
      .filter((option) => !found.includes(option))
      .map((option) => `${path} is mounted without ${option}`),
    ...undone.map((option) => `${path} is mounted with ${option}`),
  ];
}
