import type { EditableFleet } from "../support/editable-fleet";
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

describeRule("backup-for-two-keys", {
  judges: [WEB, DATABASE],
  breaches: [
    {
      when: "only the escrow can read a server's backups",
      change: (fleet) => web(fleet).document("backup", without(/^recipient .*\n$/m)),
      finds: [WEB],
      saying: /^1 can read its backups/,
    },
    {
      when: "a stranger can read a server's backups",
      change: (fleet) => web(fleet).document("backup", (text) => `${text}recipient ${STRANGER}\n`),
      finds: [WEB],
      saying: /can be read by age10ksr4.*, and those of \S+ by/,
    },
    {
      when: "a stranger takes the place of the escrow",
      change: (fleet) =>
        web(fleet).document("backup", (text) => text.replace(/^recipient \S+/m, `recipient ${STRANGER}`)),
      finds: [WEB],
      saying: /can be read by age10ksr4/,
    },
    {
      when: "a client's site has an escrow of its own",
      change: (fleet) => everywhere(fleet, (text) => text.replace(ESCROW, STRANGER)),
      finds: ZORGPLEIN,
      saying:
        /nobody can read the backups at amsterdam and those at alkmaar|nobody can read the backups at alkmaar and/,
    },
    {
      when: "two repositories have one key",
      change: (fleet) => everywhere(fleet, (text) => text.replace(/age1u4n\S+/, AT_ALKMAAR)),
      finds: ZORGPLEIN,
      saying: /the repositories of amsterdam and alkmaar have one key/,
    },
  ],
});

/** Changes the backups of all servers of the client at the other site. */
function everywhere(fleet: EditableFleet, edit: (text: string) => string): void {
  for (const id of ZORGPLEIN) {
    const [stack = "", address = ""] = id.split("/");
    fleet.machine(stack, address.replace("vsphere_virtual_machine.", "")).document("backup", edit);
  }
}
