import { checkAgeRecipient } from "../../model/age-recipient";
import { IpAddress } from "../../model/ip";
import { Unreadable } from "../unreadable";
import { told } from "./decode";
import { Entries, valueIn } from "./lines";
import { recent } from "./recent";

/** What a server is told of its backups (B-15 to B-17, H-07). */
export interface BackupDocument {
  /** The name in the repository's certificate, or its address. */
  readonly repository: string;
  /** Where the repository is. */
  readonly address: IpAddress;
  readonly port: number;
  /** When runs begin, HH:MM in UTC, as written. */
  readonly times: readonly string[];
  /** Over how many minutes servers spread their beginnings. */
  readonly spreadMinutes: number;
  /** How long a run may take. */
  readonly limitMinutes: number;
  /** What has to be there, beside what every server backs up. */
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  /** Engines that are dumped first. */
  readonly databases: readonly string[];
  /** Who can read the repository's password, as age recipients. */
  readonly recipients: readonly string[];
}

const PATH = /^((?:\/\.?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+)$/;
const MINUTES = /^([1-9]\d{0,2})$/;

const FORMS = {
  repository: /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+)):([1-9]\d{1,4})$/,
  address: /^([0-9a-f.:]+)$/,
  time: /^((?:[01]\d|2[0-3]):[0-5]\d)$/,
  spread: MINUTES,
  limit: MINUTES,
  path: PATH,
  exclude: PATH,
  database: /^(postgresql|mariadb)$/,
  recipient: /^(age1\S+)$/,
};

/**
 * Reads the payload of the live document `backup`.
 *
 * @throws Unreadable for a line that says nothing of a backup, something said twice, or nothing of the repository,
 *   the spread or the limit. No times and no recipients are told as they are: none
 */
export const readBackupDocument: (payload: string) => BackupDocument = recent(64, (payload) =>
  told("the document backup", () => {
    const entries = Entries.of(payload, FORMS);
    const [ip6 = "", host = "", port] = entries.one("repository");
    const address = addressOf(entries.atMostOne("address")?.[0], ip6 || host);
    const recipients = entries.each("recipient");
    for (const recipient of recipients) valueIn(recipient, () => checkAgeRecipient(recipient));
    return {
      repository: ip6 || host,
      address,
      port: Number(port),
      times: entries.each("time"),
      spreadMinutes: Number(entries.one("spread")[0]),
      limitMinutes: Number(entries.one("limit")[0]),
      paths: entries.each("path"),
      excludes: entries.each("exclude"),
      databases: entries.each("database"),
      recipients,
    };
  }),
);

/** The address of its own, or else the repository is named by it: a name alone is for a resolver to lead elsewhere. */
function addressOf(own: string | undefined, repository: string): IpAddress {
  const isAddress = IpAddress.read(repository) !== undefined;
  if (own !== undefined && isAddress) throw new Unreadable("has two addresses for one repository");
  return valueIn(own ?? repository, () => IpAddress.parse(own ?? repository));
}
