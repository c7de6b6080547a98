import { Day } from "../../model/day";
import { told } from "./decode";
import { Entries, valueIn } from "./lines";
import { recent } from "./recent";

/** Somebody who may become root. */
export interface SudoAdmin {
  readonly login: string;
  /** The last day, in UTC. */
  readonly until: Day;
}

const FORMS = { admin: /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*) (\d{4}-\d\d-\d\d)$/ };

/**
 * Reads the payload of the live document `sudoers`: who may become root on a server (H-16).
 *
 * @throws Unreadable for a line that is no administrator, and for a login that is there twice
 */
export const readSudoersDocument: (payload: string) => readonly SudoAdmin[] = recent(64, (payload) =>
  told("the document sudoers", () => {
    const entries = Entries.of(payload, FORMS);
    entries.each("admin");
    return entries.all("admin").map(([login = "", until = ""]) => ({
      login,
      until: valueIn(until, () => Day.parse(until)),
    }));
  }),
);
