import { InvalidError, Mistakes } from "./mistake";
import { FIGURES } from "./promises/figures";

export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface MaintenanceWindowProps {
  /** @default Monday to Friday (H-19) */
  readonly days?: readonly Weekday[];
  /** Local time HH:MM. @default 00:00 (H-19) */
  readonly start?: string;
  /** Local time HH:MM on the same day, exclusive; 24:00 is the end of the day. @default 04:00 (H-19) */
  readonly end?: string;
  /** IANA time zone. @default Europe/Amsterdam */
  readonly timeZone?: string;
}

/** All zones by name, asked for once: there are some four hundred. */
let zones: readonly string[] | undefined;

/** When servers may be patched and restarted, in local time (H-18, H-19). */
export class MaintenanceWindow {
  /** The sheet's window: every working day from 00:00 to 04:00 in Amsterdam. */
  static readonly SHEET = MaintenanceWindow.of({});

  private constructor(
    readonly days: readonly Weekday[],
    readonly start: string,
    readonly end: string,
    readonly timeZone: string,
  ) {}

  /** @throws InvalidError for no days, an end before the start, or an unknown day, time or zone. */
  static of(props: MaintenanceWindowProps): MaintenanceWindow {
    const { days = WEEKDAYS.slice(0, 5), start = FIGURES.windowStart, end = FIGURES.windowEnd } = props;
    const { timeZone = "Europe/Amsterdam" } = props;
    const mistakes = new Mistakes();
    if (days.length === 0 || days.some((day) => !WEEKDAYS.includes(day))) {
      mistakes.add({
        property: "days",
        value: JSON.stringify(days),
        problem: "a window needs at least one day of the week",
        remedy: `write some of ${WEEKDAYS.join(", ")}`,
      });
    }
    mistakes.attempt("start", () => minutes(start));
    mistakes.attempt("end", () => minutes(end));
    mistakes.attempt("timeZone", () => checkTimeZone(timeZone));
    mistakes.throwIfAny();
    if (minutes(start) >= minutes(end)) {
      throw new InvalidError({
        value: `${start}-${end}`,
        problem: "ends before it starts; a window does not pass midnight",
        remedy: "write a later end, or two windows",
      });
    }
    return new MaintenanceWindow(
      WEEKDAYS.filter((day) => days.includes(day)),
      start,
      end,
      timeZone,
    );
  }

  /** Length on an ordinary day, in minutes. */
  get minutes(): number {
    return minutes(this.end) - minutes(this.start);
  }

  /** Whether the moment lies in the window, by the clock on the wall of its time zone. */
  contains(moment: Date): boolean {
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: this.timeZone,
      weekday: "short",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).formatToParts(moment);
    const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? "";
    const now = Number(part("hour")) * 60 + Number(part("minute"));
    return (
      this.days.some((day) => day === part("weekday")) &&
      minutes(this.start) <= now &&
      now < minutes(this.end)
    );
  }

  toString(): string {
    return `${this.days.join(",")} ${this.start}-${this.end} ${this.timeZone}`;
  }

  toJSON(): Required<MaintenanceWindowProps> {
    return { days: this.days, start: this.start, end: this.end, timeZone: this.timeZone };
  }
}

function minutes(time: string): number {
  const [, hour, minute] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  const total = Number(hour) * 60 + Number(minute);
  if (Number(minute) < 60 && total <= 24 * 60) return total;
  throw new InvalidError({
    value: JSON.stringify(time),
    problem: "is not a time of day",
    remedy: "write HH:MM from 00:00 to 24:00",
  });
}

/** The database's names differ between versions, so a zone is one when `Intl` knows it, in the spelling systemd needs. */
function checkTimeZone(timeZone: string): void {
  zones ??= [...Intl.supportedValuesOf("timeZone"), "UTC", "Etc/UTC"];
  if (zones.includes(timeZone)) return;
  const spelled = zones.find((zone) => zone.toLowerCase() === String(timeZone).toLowerCase());
  const isCapitalised = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(timeZone);
  if (spelled === undefined && isCapitalised && isKnownZone(timeZone)) return;
  throw new InvalidError({
    value: JSON.stringify(timeZone),
    problem: "is not a time zone of the IANA database",
    remedy: `write ${spelled ?? "Europe/Amsterdam"}`,
  });
}

function isKnownZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone });
    return true;
  } catch {
    return false;
  }
}
