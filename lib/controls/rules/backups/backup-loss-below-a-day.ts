import { FIGURES } from "../../../model/promises/figures";
import { readBackupDocument } from "../../guest/backup-document";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { machinesTold } from "../../subjects/machines";

const DAY = 24 * 60;

/**
 * H-07: what is lost at worst is the time between two backups, and the time in which the second was made and did not get
 * to its end. A server's own minute in the spread is the same every day, so it makes no interval longer.
 */
export const backupLossBelowADay = stackRule({
  id: "backup-loss-below-a-day",
  info: `the longest time between two backups and the longest one may take are at most ${FIGURES.backupLossHours} hours together`,
  explanation:
    "One backup a day is not enough: what is written while it runs is in none, so a loss just before it ends is more than the sheet promises.",
  remedy: "write two times a day, for example 08:00 and 20:00 in UTC, or shorten maximumMinutes",
  promises: ["H-07", "B-15"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: machinesTold("backup"),
  judge: (machine) => {
    const { times, limitMinutes, spreadMinutes } = readBackupDocument(machine.document("backup"));
    const starts = times.map(minuteOf).sort((one, other) => one - other);
    const [first] = starts;
    if (first === undefined) return "no backup is made at any time";
    const gaps = starts.map((start, index) => (starts[index + 1] ?? first + DAY) - start);
    const loss = Math.max(...gaps) + limitMinutes;
    return [
      ...(loss > FIGURES.backupLossHours * 60
        ? [
            `up to ${hours(loss)} are lost: backups at ${times.join(", ")} that take up to ${limitMinutes} minutes`,
          ]
        : []),
      ...(Math.min(...gaps) < limitMinutes
        ? [`a backup may take ${limitMinutes} minutes, and the next begins earlier`]
        : []),
      ...(spreadMinutes > DAY / 12
        ? [`servers begin spread over ${spreadMinutes} minutes, and 120 are the most`]
        : []),
    ];
  },
});

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}

function hours(minutes: number): string {
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
