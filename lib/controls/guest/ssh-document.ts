import { Day } from "../../model/day";
import { SshKey } from "../../model/ssh-key";
import { Unreadable } from "../unreadable";
import { told } from "./decode";
import { Entries, valueIn } from "./lines";
import { recent } from "./recent";

/** Somebody who may log in, with their own key. */
export interface SshAdmin {
  readonly login: string;
  /** The last day, in UTC. */
  readonly until: Day;
  readonly key: SshKey;
}

/** Who may log in to a server (V-07, V-08, H-17). */
export interface SshDocument {
  readonly admins: readonly SshAdmin[];
  /** Keys with which certificates may be signed. */
  readonly authorities: readonly SshKey[];
}

const FORMS = {
  admin: /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*) (\d{4}-\d\d-\d\d) (\S+ \S+)$/,
  authority: /^(\S+ \S+)$/,
};

/**
 * Reads the payload of the live document `ssh`.
 *
 * @throws Unreadable for a line that is neither an administrator nor an authority, a key of another kind or one that is
 *   too weak, and a login or a key that is there twice
 */
export const readSshDocument: (payload: string) => SshDocument = recent(64, (payload) =>
  told("the document ssh", () => {
    const entries = Entries.of(payload, FORMS);
    entries.each("admin");
    const admins = entries.all("admin").map(([login = "", until = "", key = ""]) => ({
      login,
      until: valueIn(until, () => Day.parse(until)),
      key: keyOf(key),
    }));
    const authorities = entries.each("authority").map(keyOf);
    const keys = [...admins.map(({ key }) => key), ...authorities].map(String);
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) throw new Unreadable(`has the key ${twice} twice`);
    return { admins, authorities };
  }),
);

function keyOf(text: string): SshKey {
  return valueIn("with a key", () => SshKey.parse(text));
}
