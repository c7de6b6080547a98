import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import type { Files } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { wrongComeback } from "../../subjects/recurring";
import { forFiles, servedUnit } from "../../subjects/served-files";
import { unitNames } from "../../subjects/units";

/** Settings by which a timer ever elapses. */
const TRIGGERS = [
  "OnCalendar",
  "OnActiveSec",
  "OnBootSec",
  "OnStartupSec",
  "OnUnitActiveSec",
  "OnUnitInactiveSec",
];

/** B-20, B-07: what a server does again and again it also does after a restart, which each month has. */
export const timersKeepGoing = stackRule({
  id: "timers-keep-going",
  info: "every timer of a server elapses, starts a service that is there, and goes on after a restart",
  explanation:
    "A timer that is started by hand works until the server restarts. Then nothing checks, scans or listens any more, and nothing says so.",
  remedy:
    "write WantedBy=timers.target under [Install], and Persistent=true for what is seldom; or leave timers to the library",
  promises: ["B-20", "B-07"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongTimers(machine),
});

const wrongTimers = forFiles((files) =>
  unitNames(files)
    .filter((name) => name.endsWith(".timer"))
    .flatMap((name) => wrongTimer(files, name)),
);

function wrongTimer(files: Files, name: string): readonly string[] {
  const timer = servedUnit(files, name);
  const service = timer.has("Timer.Unit") ? timer.one("Timer.Unit") : name.replace(/timer$/, "service");
  return [
    ...(TRIGGERS.some((trigger) => timer.has(`Timer.${trigger}`)) ? [] : [`${name} never elapses`]),
    ...(unitNames(files).includes(service) ? [] : [`${name} starts ${service}, which is not there`]),
    ...wrongComeback(timer, name),
  ];
}
