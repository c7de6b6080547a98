import { Day } from "../../model/day";
import { IpAddress } from "../../model/ip";
import { MaintenanceWindow, type Weekday } from "../../model/maintenance-window";
import { Unreadable } from "../unreadable";
import { type Calendar, readCalendar } from "./calendar";
import { told } from "./decode";
import { Entries, valueIn } from "./lines";
import { recent } from "./recent";

/** When one member is patched. */
export interface PatchMember {
  /** The end of its host name. */
  readonly number: number;
  /** Where the others see whether it is there. */
  readonly address: IpAddress;
  /** Its place among all that may not be down together, from 0. */
  readonly place: number;
  /** Security updates, without a restart. */
  readonly security: Calendar;
  /** All updates, and a restart when needed. */
  readonly full: Calendar;
  /** A restart that was left to do. */
  readonly restart: Calendar;
}

/** Leave to patch outside the window (C1). */
export interface PatchEmergency {
  readonly id: string;
  readonly until: Day;
  readonly owner: string;
  readonly reason: string;
}

/** What a server is told of its patches (H-18, H-19, I-04). */
export interface PatchDocument {
  readonly window: MaintenanceWindow;
  /** How many there are that may not be down together. */
  readonly places: number;
  /** Whether a full round waits for a fresh backup. */
  readonly data: boolean;
  /** In the order of their numbers. */
  readonly members: readonly PatchMember[];
  /** Addresses of others that may not be down together with these. */
  readonly peers: readonly IpAddress[];
  readonly emergencies: readonly PatchEmergency[];
}

const ADVISORY = "([A-Z][A-Z0-9]{1,9}(?:-[A-Z0-9]{1,10}){1,3})";
const TIMERS = ["security", "full", "restart"] as const;

const FORMS = {
  window: /^(\S+) (\d\d:\d\d) (\d\d:\d\d) (\S+)$/,
  places: /^([1-9])$/,
  data: /^(yes|no)$/,
  member: /^([1-9]) (address|place|security|full|restart) (.+)$/,
  peer: /^([0-9a-f.:]+)$/,
  emergency: new RegExp(`^${ADVISORY} (\\d{4}-\\d\\d-\\d\\d)$`),
  "emergency-owner": new RegExp(`^${ADVISORY} (.+)$`),
  "emergency-reason": new RegExp(`^${ADVISORY} (.+)$`),
};

/**
 * Reads the payload of the live document `patch`. That times lie in the window, and members apart, is for a rule to say.
 *
 * @throws Unreadable for a line that says nothing of patches, something said twice, or a member of which not all is told
 */
export const readPatchDocument: (payload: string) => PatchDocument = recent(64, (payload) =>
  told("the document patch", () => {
    const entries = Entries.of(payload, FORMS);
    const numbers = [...new Set(entries.all("member").map(([number = ""]) => number))];
    if (numbers.length === 0) throw new Unreadable("has no member");
    return {
      window: windowOf(entries),
      places: Number(entries.one("places")[0]),
      data: entries.one("data")[0] === "yes",
      members: numbers.map((number) => memberOf(entries, number)),
      peers: entries.each("peer").map(addressOf),
      emergencies: emergenciesOf(entries),
    };
  }),
);

function windowOf(entries: Entries): MaintenanceWindow {
  const [days, start, end, timeZone] = entries.one("window");
  return windowIn(`${days} ${start}-${end} ${timeZone}`);
}

/** A house has few windows, and to know a time zone takes longer than all the rest of a document. */
const windowIn = recent(64, (text) => {
  const [days = "", times = "", timeZone = ""] = text.split(" ");
  const [start = "", end = ""] = times.split("-");
  const props = { days: days.split(",") as Weekday[], start, end, timeZone };
  const window = valueIn(text, () => MaintenanceWindow.of(props));
  if (String(window) === text) return window;
  throw new Unreadable(`has a window ${text} whose days are not in the order of the week`);
});

function memberOf(entries: Entries, number: string): PatchMember {
  const own = entries.all("member").filter(([of]) => of === number);
  const value = (key: string) => {
    const [found, ...more] = own.filter(([, word]) => word === key);
    if (found?.[2] !== undefined && more.length === 0) return found[2];
    throw new Unreadable(`does not say member ${number} ${key} once`);
  };
  const place = value("place");
  if (!/^[0-8]$/.test(place)) throw new Unreadable(`has no place ${JSON.stringify(place)}`);
  const [security, full, restart] = TIMERS.map((timer) => readCalendar(value(timer))) as [
    Calendar,
    Calendar,
    Calendar,
  ];
  const address = addressOf(value("address"));
  return { number: Number(number), address, place: Number(place), security, full, restart };
}

function emergenciesOf(entries: Entries): readonly PatchEmergency[] {
  const ids = entries.each("emergency");
  const of = (kind: string) => {
    const named = entries.each(kind);
    if (named.length !== ids.length || named.some((id) => !ids.includes(id))) {
      throw new Unreadable(`does not have one ${kind} for each emergency`);
    }
    return new Map(entries.all(kind).map(([id = "", text = ""]) => [id, text]));
  };
  const [owners, reasons] = [of("emergency-owner"), of("emergency-reason")];
  return entries.all("emergency").map(([id = "", until = ""]) => ({
    id,
    until: valueIn(until, () => Day.parse(until)),
    owner: owners.get(id) ?? "",
    reason: reasons.get(id) ?? "",
  }));
}

function addressOf(text: string): IpAddress {
  return valueIn(text, () => IpAddress.parse(text));
}
