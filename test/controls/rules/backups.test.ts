import type { EditableFleet } from "../support/editable-fleet";
import { describeRule } from "../support/rule-cases";

const VERNE = "verne-production";
const WEB = `${VERNE}/vsphere_virtual_machine.web_1`;
/** All of the stack, in its order. */
const ALL = ["web", "cache", "database"].flatMap((name) =>
  [1, 2].map((n) => `${VERNE}/vsphere_virtual_machine.${name}_${n}`),
);
const DATABASE = `${VERNE}/vsphere_virtual_machine.database_1`;

const web = (fleet: EditableFleet) => fleet.machine(VERNE, "web_1");
const without = (pattern: RegExp) => (text: string) => text.replace(pattern, "");

describeRule("backup-of-every-server", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "a server is told no time",
      change: (fleet) => web(fleet).document("backup", without(/^time .*\n/gm)),
      finds: [WEB],
      saying: /is told no time/,
    },
    {
      when: "a server has no program for it",
      change: (fleet) => web(fleet).file("/usr/local/lib/straat/backup", () => undefined),
      finds: [WEB],
      saying: /lib\/straat\/backup is not there/,
    },
    {
      when: "the service does nothing",
      change: (fleet) =>
        web(fleet).file("/etc/systemd/system/straat-backup.service", (text) =>
          text.replace(/ExecStart=.*/, "ExecStart=/bin/true"),
        ),
      finds: [WEB],
      saying: /straat-backup\.service does not run/,
    },
    {
      when: "a drop-in takes the program away",
      change: (fleet) =>
        web(fleet).file("/etc/systemd/system/straat-backup.service", (text) => `${text}ExecStart=\n`),
      finds: [WEB],
      saying: /straat-backup\.service does not run/,
    },
    {
      when: "a failed backup raises no alarm",
      change: (fleet) =>
        web(fleet).file("/etc/systemd/system/straat-backup.service", without(/^OnFailure=.*\n/m)),
      finds: [WEB],
      saying: /fails without an alarm/,
    },
    {
      when: "a machine is added by hand",
      change: (fleet) => {
        const { vsphere_virtual_machine } = fleet.stack(VERNE).terraform.resource;
        vsphere_virtual_machine.extra = { ...vsphere_virtual_machine.web_1, name: "extra", extra_config: {} };
      },
      finds: [`${VERNE}/vsphere_virtual_machine.extra`],
      saying: /cannot be judged/,
    },
  ],
  allows: [
    {
      when: "a server has no such document, of which another rule tells",
      change: (fleet) => {
        delete web(fleet).body.extra_config["guestinfo.straat.backup"];
      },
    },
  ],
});

describeRule("backup-at-the-other-site", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "backups go to the own site's repository",
      change: (fleet) => web(fleet).document("backup", (text) => text.replace("172.20.16.5", "172.20.0.5")),
      finds: [WEB],
      saying: /172\.20\.0\.5, which is no repository of alkmaar/,
    },
    {
      when: "backups go to a stranger",
      change: (fleet) => web(fleet).document("backup", (text) => text.replace("172.20.16.5", "203.0.113.7")),
      finds: [WEB],
      saying: /203\.0\.113\.7, which is no repository/,
    },
    {
      when: "the repository is known by another name",
      change: (fleet) =>
        web(fleet).document("backup", (text) => text.replace("backup-alkmaar-1", "backup-amsterdam-1")),
      finds: [WEB],
      saying: /is called backup-amsterdam-1, and the server at 172\.20\.16\.5 is backup-alkmaar-1/,
    },
    {
      when: "backups go to another port",
      change: (fleet) => web(fleet).document("backup", (text) => text.replace(":8000", ":8080")),
      finds: [WEB],
      saying: /port 8080/,
    },
    {
      when: "the client's backup site is its own site",
      change: (fleet) => {
        const { model } = fleet.stack(VERNE);
        model.backupSite = structuredClone(model.site);
        model.client.backupSite = model.site.name;
        web(fleet).document("backup", (text) =>
          text.replace("172.20.16.5", "172.20.0.5").replace("alkmaar", "amsterdam"),
        );
      },
      finds: ALL,
      saying: /backups go to amsterdam, where the server itself stands/,
    },
    {
      when: "the stack's backup site is not the client's",
      change: (fleet) => {
        fleet.stack(VERNE).model.client.backupSite = "utrecht";
      },
      finds: ALL,
      saying: /the backup site is alkmaar, and the client's is utrecht/,
    },
  ],
});

const times =
  (...clock: readonly string[]) =>
  (text: string) =>
    text.replace(/(^time .*\n)+/m, clock.map((time) => `time ${time}\n`).join(""));

describeRule("backup-loss-below-a-day", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "there is one backup a day",
      change: (fleet) => web(fleet).document("backup", times("08:00")),
      finds: [WEB],
      saying: /up to 25 h 30 min are lost/,
    },
    {
      when: "two backups follow each other closely",
      change: (fleet) => web(fleet).document("backup", times("08:00", "09:29")),
      finds: [WEB],
      saying: /up to 24 h 1 min are lost/,
    },
    {
      when: "a backup may take half a day",
      change: (fleet) => web(fleet).document("backup", (text) => text.replace("limit 90", "limit 721")),
      finds: [WEB],
      saying: /up to 24 h 1 min are lost/,
    },
    {
      when: "a backup may take longer than to the next",
      change: (fleet) =>
        web(fleet).document("backup", (text) =>
          times("00:00", "06:00", "12:00", "18:00")(text).replace("limit 90", "limit 361"),
        ),
      finds: [WEB],
      saying: /the next begins earlier/,
    },
    {
      when: "beginnings are spread over many hours",
      change: (fleet) => web(fleet).document("backup", (text) => text.replace("spread 30", "spread 600")),
      finds: [WEB],
      saying: /spread over 600 minutes/,
    },
    {
      when: "there is none",
      change: (fleet) => web(fleet).document("backup", times()),
      finds: [WEB],
      saying: /no backup is made/,
    },
  ],
  allows: [
    {
      when: "the interval and the run are a day exactly",
      change: (fleet) => web(fleet).document("backup", times("08:00", "09:30")),
    },
  ],
});
