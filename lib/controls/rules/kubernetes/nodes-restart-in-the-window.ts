import { MaintenanceWindow } from "../../../model/maintenance-window";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { textsIn } from "../../subjects/kubernetes/fields";
import { podMakers, runningContainers } from "../../subjects/kubernetes/pods";
import { problemsOf, unless } from "../../subjects/problems";
import type { StackOutput } from "../../terraform/stack-output";

const { SHEET } = MaintenanceWindow;

/** Most minutes between two looks: of a window of four hours, several are left. */
const LOOK_MAX = 30;

/** H-18, H-19: a node is restarted when it may be, and one at a time. */
export const nodesRestartInTheWindow = stackRule<Subject>({
  id: "nodes-restart-in-the-window",
  info: "nodes of a cluster restart for their updates one at a time, inside the maintenance window, by the clock of Amsterdam",
  explanation:
    "An update of the kernel holds from the next restart on, so nodes that nobody restarts keep their leaks. Those that restart whenever they like take visitors' pods with them at noon, and two at once a whole application.",
  remedy:
    "give the platform its reboots: kured with --reboot-days, --start-time, --end-time and --time-zone of the window, and --concurrency=1",
  promises: ["H-18", "H-19", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: ({ model, name }) =>
    model.kind === "platform" && model.site.kubernetes !== undefined ? [{ id: `${name}/cluster` }] : [],
  judge(_, stack) {
    const all = restartersIn(stack);
    return all.length === 1
      ? all.flatMap(wrongSettings)
      : [`${all.length} programs restart its nodes, not one`];
  },
});

/** What a program that restarts nodes may be told: with any other option it runs something, or goes on where it should wait. */
const OPTIONS = [
  ...["ds-name", "ds-namespace", "reboot-sentinel", "reboot-method", "reboot-days", "start-time", "end-time"],
  ...["time-zone", "concurrency", "period", "drain-timeout", "lock-ttl", "lock-release-delay"],
  ...["blocking-pod-selector", "annotate-nodes", "log-format"],
  ...["prometheus-url", "alert-firing-only", "alert-filter-regexp"],
];

type Settings = ReadonlyMap<string, string>;

/** Settings of each program that restarts nodes: it is told on which days. */
function restartersIn(stack: StackOutput): readonly Settings[] {
  const commands = podMakers(stack)
    .flatMap(({ pod }) => runningContainers(pod))
    .map((container) => [...textsIn(container, "command"), ...textsIn(container, "args")]);
  const isKured = (words: readonly string[]) => words.some((word) => /(^|\/)kured$|^--reboot-/.test(word));
  return commands.filter(isKured).map(settingsIn);
}

/** `--name=value`, and `--name value`. */
function settingsIn(words: readonly string[]): Settings {
  return new Map(
    words.flatMap((word, index) => {
      const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(word) ?? [];
      return name === undefined ? [] : [[name, value ?? words[index + 1] ?? ""]];
    }),
  );
}

function wrongSettings(settings: Settings): readonly string[] {
  const days = (settings.get("reboot-days") ?? "").split(",");
  const allowed = SHEET.days.map((day) => day.toLowerCase());
  const [start, end] = [settings.get("start-time") ?? "", settings.get("end-time") ?? ""].map(minutesOf);
  const [first, last] = [minutesOf(SHEET.start), minutesOf(SHEET.end)];
  const zone = settings.get("time-zone");
  const period = /^(\d+)m$/.exec(settings.get("period") ?? "")?.[1];
  return problemsOf(
    ...[...settings.keys()]
      .filter((name) => !OPTIONS.includes(name))
      .map((name) => `what restarts nodes is told ${name}, and no rule knows what it does`),
    unless(
      (settings.get("reboot-method") ?? "signal") === "signal",
      "a command of its own restarts nodes (reboot-method)",
    ),
    unless(
      days.every((day) => allowed.includes(day.slice(0, 3).toLowerCase())),
      `nodes restart on ${days.join(", ") || "any day"}`,
    ),
    // What begins in the last minute ends after it.
    unless(
      start !== undefined && end !== undefined && start >= (first ?? 0) && end < (last ?? 0) && start < end,
      `nodes restart from ${settings.get("start-time") ?? "any time"} to ${settings.get("end-time") ?? "any time"}, and have to be back by ${SHEET.end}`,
    ),
    unless(zone === SHEET.timeZone, `nodes restart by the clock of ${zone ?? "the cluster"}`),
    unless(
      (settings.get("concurrency") ?? "1") === "1",
      `${settings.get("concurrency")} nodes restart at once`,
    ),
    unless(
      period !== undefined && Number(period) > 0 && Number(period) <= LOOK_MAX,
      "nodes look so seldom that most of a window may pass",
    ),
  );
}

/** Minutes from midnight. */
function minutesOf(time: string): number | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}
