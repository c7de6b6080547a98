import type { Body } from "../../support/app";
import type { EditableFleet } from "../support/editable-fleet";
import { errorsFirst, everyMachine, everyoneTold, everywhere } from "../support/every-machine";
import { describeRule } from "../support/rule-cases";

const VERNE = "verne-production";
const WEB = `${VERNE}/vsphere_virtual_machine.web_1`;
const DATABASE = `${VERNE}/vsphere_virtual_machine.database_1`;

const web = (fleet: EditableFleet) => fleet.machine(VERNE, "web_1");
const database = (fleet: EditableFleet) => fleet.machine(VERNE, "database_1");
const without = (pattern: RegExp) => (text: string) => text.replace(pattern, "");

/** Who can read all backups, and who those at one site, in the examples. */
const ESCROW = "age1j70aqf57yq2zkh76zqgxmscw269eumq5dnuv6866w66mhjxmg3gsrmn9hp";
const AT_ALKMAAR = "age1lmhpxlu2vr9gvr6ypr25qy6p3vcwptr59rqxay94yxq0ymralf6st33ydh";

const AT_AMSTERDAM = "age1u4nmqlrhnaycmnk8x3rznafv5lhhj8k3yghkr9kq4m696ghdqdfqyyh5ee";

/** All servers of the one client whose backups go to Amsterdam, those of which a finding is an error first. */
const ZORGPLEIN = ["acceptance", "production", "development", "test"].flatMap((stage) =>
  [
    "web_1",
    "web_2",
    "application_1",
    "application_2",
    "database_1",
    "database_2",
    "search_1",
    "search_2",
    "search_3",
  ].map((name) => `zorgplein-${stage}/vsphere_virtual_machine.${name}`),
);

/** An age recipient that is nobody's. */
const STRANGER = "age10ksr4v7mvaeedkzh64nlqfquhw49aqr8pchvefhrcr475zn7kprsyvn0uv";

describeRule("backup-leaves-nothing-out", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "the data disk is in no list",
      change: (fleet) => web(fleet).file("/etc/straat/backup-paths", without(/^\/srv\/data\n/m)),
      finds: [WEB],
      saying: /does not name \/srv\/data/,
    },
    {
      when: "the data disk is left out",
      change: (fleet) => web(fleet).file("/etc/straat/backup-excludes", (text) => `${text}/srv/data\n`),
      finds: [WEB],
      saying: /leaves \/srv\/data out/,
    },
    {
      when: "the document leaves out what holds the dumps",
      change: (fleet) =>
        database(fleet).document("backup", (text) =>
          text.replace("database ", "exclude /srv/data\ndatabase "),
        ),
      finds: [DATABASE],
      saying: /leaves \/srv\/data out of the backup/,
    },
    {
      when: "the document leaves out the dumps",
      change: (fleet) =>
        database(fleet).document("backup", (text) =>
          text.replace("database ", "exclude /srv/data/dumps\ndatabase "),
        ),
      finds: [DATABASE],
      saying: /leaves \/srv\/data\/dumps out/,
    },
    {
      when: "keys are in the backup",
      change: (fleet) =>
        web(fleet).file("/etc/straat/backup-excludes", without(/^\/var\/lib\/straat\/secret\n/m)),
      finds: [WEB],
      saying: /does not leave \/var\/lib\/straat\/secret out/,
    },
  ],
  allows: [
    {
      when: "a cache is left out",
      change: (fleet) =>
        web(fleet).document("backup", (text) =>
          text.replace("recipient ", "exclude /srv/data/cache\nrecipient "),
        ),
    },
  ],
});

describeRule("databases-are-dumped", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "a database is not dumped",
      change: (fleet) => database(fleet).document("backup", without(/^database .*\n/m)),
      finds: [DATABASE],
      saying: /runs postgresql, which no backup dumps/,
    },
    {
      when: "another engine is dumped",
      change: (fleet) =>
        database(fleet).document("backup", (text) => text.replace("database postgresql", "database mariadb")),
      finds: [DATABASE],
      saying: /dumps mariadb, which it does not run/,
    },
    {
      when: "a server dumps a database it does not have",
      change: (fleet) =>
        web(fleet).document("backup", (text) => text.replace("recipient ", "database mariadb\nrecipient ")),
      finds: [WEB],
      saying: /dumps mariadb/,
    },
    {
      when: "the program that dumps is gone",
      change: (fleet) => database(fleet).file("/usr/local/lib/straat/dump-postgresql", () => undefined),
      finds: [DATABASE],
      saying: /dump-postgresql is not there/,
    },
  ],
});

/** The facts of a site that keeps backups, as a stack of whose backups go there tells them. */
const sitesNamed = (fleet: EditableFleet, name: string): readonly Body[] =>
  fleet.stackNames
    .flatMap((stack) => [fleet.stack(stack).model.site, fleet.stack(stack).model.backupSite])
    .filter((site) => site?.name === name);

describeRule("backup-for-two-keys", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "only the escrow can read a server's backups",
      change: (fleet) =>
        web(fleet).document("backup", without(new RegExp(`^recipient ${AT_ALKMAAR}\n`, "m"))),
      finds: [WEB],
      saying: /the repository of alkmaar cannot read its backups, by age1lmh/,
    },
    {
      when: "only the repository can read a server's backups",
      change: (fleet) => web(fleet).document("backup", without(new RegExp(`^recipient ${ESCROW}\n`, "m"))),
      finds: [WEB],
      saying: /the escrow cannot read its backups, by age1j70/,
    },
    {
      when: "two keys of the escrow can read backups, and the repository has none",
      change: (fleet) => {
        for (const site of sitesNamed(fleet, "amsterdam")) delete site["backupRecipient"];
        for (const { model } of platforms(fleet)) model.trust.escrow.push(STRANGER);
        everywhere(
          "backup",
          (text) => `${text.replace(/^recipient age1u4n\S+\n/m, "")}recipient ${STRANGER}\n`,
        )(fleet);
      },
      finds: ZORGPLEIN,
      saying: /the repository of amsterdam cannot read its backups: no backupRecipient/,
    },
    {
      when: "there is no escrow at a site",
      change: (fleet) => fleet.stack("platform-amsterdam").model.trust.escrow.pop(),
      finds: errorsFirst(everyoneTold("backup", "amsterdam")),
      saying: /nobody outside the sites can read its backups: there is no escrow/,
    },
    {
      when: "the other repository is taken for the escrow",
      change: (fleet) => {
        fleet.stack("platform-amsterdam").model.trust.escrow = [AT_AMSTERDAM];
      },
      finds: errorsFirst(everyoneTold("backup", "amsterdam")),
      saying: /there is no escrow/,
    },
    {
      when: "two repositories have one key",
      change: (fleet) => {
        for (const site of sitesNamed(fleet, "amsterdam")) site["backupRecipient"] = AT_ALKMAAR;
        for (const { id, machine } of everyMachine(fleet))
          if (ZORGPLEIN.includes(id))
            machine.document("backup", (text) => text.replace(AT_AMSTERDAM, AT_ALKMAAR));
      },
      finds: errorsFirst(everyoneTold("backup")),
      saying: /the repositories of \w+ and \w+ have one key/,
    },
  ],
  allows: [
    {
      when: "the house has two keys in escrow",
      change: (fleet) => {
        for (const { model } of platforms(fleet)) model.trust.escrow.push(STRANGER);
        everywhere("backup", (text) => `${text}recipient ${STRANGER}\n`)(fleet);
      },
    },
    {
      when: "a repository that is not ours has no key, and two of the house's own have one",
      change: (fleet) => {
        const { model } = fleet.stack("platform-amsterdam");
        model.groups = model.groups.filter(({ role }: Body) => role !== "backup-repository");
        for (const site of sitesNamed(fleet, "amsterdam")) delete site["backupRecipient"];
        for (const platform of platforms(fleet)) platform.model.trust.escrow.push(STRANGER);
        everywhere(
          "backup",
          (text) => `${text.replace(/^recipient age1u4n\S+\n/m, "")}recipient ${STRANGER}\n`,
        )(fleet);
      },
    },
  ],
});

describeRule("backup-for-nobody-else", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "a stranger can read a server's backups",
      change: (fleet) => web(fleet).document("backup", (text) => `${text}recipient ${STRANGER}\n`),
      finds: [WEB],
      saying: /can be read by age10ksr4\S+, who is neither the repository of alkmaar nor the escrow/,
    },
    {
      when: "a stranger takes the place of the escrow",
      change: (fleet) => web(fleet).document("backup", (text) => text.replace(ESCROW, STRANGER)),
      finds: [WEB],
      saying: /can be read by age10ksr4/,
    },
    {
      when: "a stranger can read all backups of the house",
      change: everywhere("backup", (text) => `${text}recipient ${STRANGER}\n`),
      finds: everyoneTold("backup"),
      saying: /can be read by age10ksr4/,
    },
    {
      when: "a key that was in escrow is so no longer",
      change: (fleet) => {
        fleet.stack("platform-amsterdam").model.trust.escrow = [STRANGER];
      },
      finds: everyoneTold("backup", "amsterdam"),
      saying: /can be read by age1j70/,
    },
  ],
});

function platforms(fleet: EditableFleet) {
  return ["platform-amsterdam", "platform-alkmaar"].map((name) => fleet.stack(name));
}
