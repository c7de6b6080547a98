import { OneServer, swap } from "../support/one-server";
import { describeRule } from "../support/rule-cases";

const REPOSITORY = new OneServer("platform-alkmaar", "backup_1");
const breach = REPOSITORY.breachIn;

const BOTH = [REPOSITORY.id, "platform-amsterdam/vsphere_virtual_machine.backup_1"];
const SETTINGS = "/etc/straat/backup-repository";

const unit = (name: string) => `/etc/systemd/system/${name}`;
const notStarted = (name: string) => swap(new RegExp(`^.*enable --now ${name}\\n`, "m"), "");

describeRule("restores-are-tested", {
  judges: BOTH,
  breaches: [
    breach(
      "restores are tested in one season",
      unit("straat-repository-restore-test.timer"),
      swap("*-*-01 11", "*-01-01 11"),
      /cannot be judged/,
    ),
    breach(
      "restores are tested on the 31st",
      unit("straat-repository-restore-test.timer"),
      swap("*-*-01 11", "*-*-31 11"),
      /lets 1464 hours pass/,
    ),
    breach(
      "no test is started",
      "/etc/straat/first-boot",
      notStarted("straat-repository-restore-test.timer"),
      /is not started/,
    ),
    breach(
      "what was restored is not verified",
      "/usr/local/lib/straat/repository-restore-test",
      swap(" --verify", ""),
      /does not verify/,
    ),
    breach(
      "data is read back once a week",
      unit("straat-repository-check.timer"),
      swap("*-*-* 02", "Mon *-*-* 02"),
      /lets 168 hours pass/,
    ),
    breach(
      "no data is read back",
      "/usr/local/lib/straat/repository-check",
      swap(/--read-data-subset="\$part"/, ""),
      /reads no data back/,
    ),
    breach("reading all data takes a year", SETTINGS, swap("parts='30'", "parts='365'"), /in 365 nights/),
    breach(
      "a failed test raises no alarm",
      unit("straat-repository-restore-test.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without/,
    ),
  ],
});

describeRule("backup-is-watched", {
  judges: BOTH,
  breaches: [
    breach(
      "a backup may be two days old",
      SETTINGS,
      swap("hours='24'", "hours='48'"),
      /loss_hours 48, and 24 is the most/,
    ),
    breach("clocks may differ by a day", SETTINGS, swap("skew='300'", "skew='86400'"), /clock_skew 86400/),
    breach("the disk may be full", SETTINGS, swap("used='85'", "used='100'"), /most_used 100/),
    breach(
      "the watch is once a day",
      unit("straat-repository-watch.timer"),
      swap("*-*-* *:15", "*-*-* 06:15"),
      /lets 24 hours pass/,
    ),
    breach(
      "nobody watches",
      "/etc/straat/first-boot",
      notStarted("straat-repository-watch.timer"),
      /is not started/,
    ),
    breach(
      "what is found raises no alarm",
      unit("straat-repository-watch.service"),
      swap(/^OnFailure.*\n/m, ""),
      /fails without/,
    ),
    breach(
      "a front that fails raises no alarm",
      unit("straat-backup-front.service"),
      swap(/^OnFailure.*\n/m, ""),
      /straat-backup-front\.service fails/,
    ),
    breach(
      "a server may push its true backups out",
      SETTINGS,
      swap("a_day='8'", "a_day='800'"),
      /most_a_day 800/,
    ),
    breach(
      "the watch is not made up for",
      unit("straat-repository-watch.timer"),
      swap("Persistent=true", "Persistent=false"),
      /does not make up for a time/,
    ),
    breach(
      "the program is gone",
      "/usr/local/lib/straat/repository-watch",
      () => undefined,
      /repository-watch is not there/,
    ),
  ],
});
