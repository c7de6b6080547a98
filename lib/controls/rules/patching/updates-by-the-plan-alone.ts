import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { filesUnder, textIn } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { forFiles, isMasked } from "../../subjects/served-files";
import { wordsOf } from "../../subjects/settings";

const FOLDER = "/etc/apt/apt.conf.d";

/** The distribution's own way of updating, which knows no windows and no peers. */
const MASKED = [
  "apt-daily.timer",
  "apt-daily.service",
  "apt-daily-upgrade.timer",
  "apt-daily-upgrade.service",
  "unattended-upgrades.service",
];

/** Settings by which a package would update or restart by itself, with the one value each may have. */
const WANTED: Readonly<Record<string, string>> = {
  "APT::Periodic::Enable": "0",
  "APT::Periodic::Update-Package-Lists": "0",
  "APT::Periodic::Unattended-Upgrade": "0",
  "Unattended-Upgrade::Automatic-Reboot": "false",
  "Unattended-Upgrade::InstallOnShutdown": "false",
  // A list that could not be fetched is a failure, and what was installed is in the log.
  "APT::Update::Error-Mode": "any",
  "Unattended-Upgrade::SyslogEnable": "true",
};

/** H-18, H-19: nothing is installed, and nothing restarts, but by the plan. */
export const updatesByThePlanAlone = stackRule({
  id: "updates-by-the-plan-alone",
  info: "the distribution's own updates never run, and never restart a server",
  explanation:
    "Debian installs updates at a time of its own, on all servers of a group at once. That is outside the window, and takes members down together.",
  remedy: "leave the timers of apt masked, and its settings to the library",
  promises: ["H-18", "H-19", "B-06"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => wrongUpdates(machine),
});

const wrongUpdates = forFiles((files) => {
  const lines = filesUnder(files, FOLDER).flatMap(([path]) => wordsOf(textIn(files, path), "//"));
  return [
    ...MASKED.filter((unit) => !isMasked(files, unit)).map(
      (unit) => `${unit} is not masked by the first boot`,
    ),
    ...Object.entries(WANTED).flatMap(([name, wanted]) => {
      const said = lines.filter((line) => line.startsWith(`${name} `));
      return said.length > 0 && said.every((line) => line === `${name} "${wanted}";`)
        ? []
        : [`${FOLDER} says ${said.join(" ") || `nothing of ${name}`}, and "${wanted}" is right`];
    }),
  ];
});
