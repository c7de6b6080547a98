import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type CronTimes, checkClockChange, parseCron } from "../../../lib/model/kubernetes/cron";
import { mistakeOf } from "../../support/errors";

const list = (numbers: ReadonlySet<number>) => [...numbers].toSorted((a, b) => a - b);

/** Every number a field can be, with ways to write it. */
function field(first: number, last: number): fc.Arbitrary<{ text: string; numbers: readonly number[] }> {
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const number = fc.integer({ min: first, max: last });
  const range = fc
    .tuple(number, number)
    .map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);
  const step = fc.integer({ min: 1, max: 20 });
  const part = fc.oneof(
    fc.constant({ text: "*", numbers: all }),
    number.map((one) => ({ text: String(one), numbers: [one] })),
    range.map(([from, to]) => ({
      text: `${from}-${to}`,
      numbers: all.filter((one) => one >= from && one <= to),
    })),
    step.map((by) => ({ text: `*/${by}`, numbers: all.filter((one) => (one - first) % by === 0) })),
    fc.tuple(range, step).map(([[from, to], by]) => ({
      text: `${from}-${to}/${by}`,
      numbers: all.filter((one) => one >= from && one <= to && (one - from) % by === 0),
    })),
  );
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(","),
    numbers: all.filter((one) => parts.some(({ numbers }) => numbers.includes(one))),
  }));
}

const FIELDS = fc.tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6));

describe("a schedule is read as Kubernetes reads it", () => {
  test("whatever is written in its five fields", () => {
    fc.assert(
      fc.property(FIELDS, (fields) => {
        const isNever = (fields[2].numbers[0] as number) > 29 && fields[3].numbers.length === 1;
        fc.pre(!isNever);
        const times = parseCron(fields.map(({ text }) => text).join(" "));
        const sets = [times.minutes, times.hours, times.daysOfMonth, times.months, times.daysOfWeek];
        expect(sets.map(list)).toEqual(fields.map(({ numbers }) => numbers));
      }),
    );
  });

  test("with names for months and days, and a step from a number on", () => {
    const times = parseCron("5/20 3 * jan,MAR-may MON-FRI");
    expect(list(times.minutes)).toEqual([5, 25, 45]);
    expect(list(times.months)).toEqual([1, 3, 4, 5]);
    expect(list(times.daysOfWeek)).toEqual([1, 2, 3, 4, 5]);
  });

  test("either kind of day is enough where both are restricted, and only there", () => {
    const either = (text: string) => parseCron(text).eitherDay;
    expect(either("0 1 1 * MON")).toBe(true);
    expect(either("0 1 */2 * MON")).toBe(true);
    expect([either("0 1 * * MON"), either("0 1 1 * *"), either("0 1 */1 * MON")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test.each([
    ["", "five fields"],
    ["@daily", "five fields"],
    ["0 1 * *", "five fields"],
    ["0 0 1 * * *", "five fields"],
    ["TZ=Europe/Amsterdam 0 1 * * *", "five fields"],
    ["60 1 * * *", "its minute"],
    ["0 24 * * *", "its hour"],
    ["0 1 0 * *", "its day of the month"],
    ["0 1 32 * *", "its day of the month"],
    ["0 1 * 13 *", "its month"],
    ["0 1 * * 7", "its day of the week"],
    ["0 1 * * MONDAY", "its day of the week"],
    ["0 1 ? * *", "its day of the month"],
    ["0 5-1 * * *", "its hour"],
    ["*/0 1 * * *", "its minute"],
    ["*-5 1 * * *", "its minute"],
    ["1, 1 * * *", "its minute"],
    ["-1 1 * * *", "its minute"],
    ["0 1 31 APR,JUN *", "on a day that its months do not have"],
    ["0 1 30 2 *", "on a day that its months do not have"],
  ])("refuses %j", (text, problem) => {
    const mistake = mistakeOf(() => parseCron(text));
    expect(mistake).toMatchObject({ value: JSON.stringify(text), problem: expect.stringContaining(problem) });
    expect(mistake.remedy).toContain("MON-FRI");
  });

  test("refuses what is no text", () => {
    expect(mistakeOf(() => parseCron(undefined)).value).toBe("(missing)");
  });
});

/** The last Sundays of March and October, for as many years as the days of the week take to meet every date. */
const CHANGES = Array.from({ length: 28 }, (_, index) => 2027 + index).flatMap((year) =>
  [3, 10].map((month) => {
    const last = new Date(Date.UTC(year, month, 0));
    return { month, day: last.getUTCDate() - last.getUTCDay() };
  }),
);

function isMissed({ hours, months, daysOfMonth, daysOfWeek, eitherDay }: CronTimes): boolean {
  return CHANGES.some(({ month, day }) => {
    const isDay = eitherDay
      ? daysOfMonth.has(day) || daysOfWeek.has(0)
      : daysOfMonth.has(day) && daysOfWeek.has(0);
    return months.has(month) && isDay && hours.has(2) && hours.size < 24;
  });
}

describe("no time is taken that a clock change leaves out or repeats", () => {
  test("exactly those of an hour from 02:00 on a last Sunday of March or October", () => {
    fc.assert(
      fc.property(FIELDS, (fields) => {
        fc.pre(!((fields[2].numbers[0] as number) > 29 && fields[3].numbers.length === 1));
        const text = fields.map(({ text }) => text).join(" ");
        const times = parseCron(text);
        if (isMissed(times)) {
          expect(mistakeOf(() => checkClockChange(text, times)).problem).toContain("comes twice");
        } else {
          expect(() => checkClockChange(text, times)).not.toThrow();
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each(["30 2 * * *", "0 2 * * SUN", "0 2 25 3 *", "0 1-3 * * *", "0 */2 * * *", "59 2 1 * 0"])(
    "refuses %s",
    (text) => {
      const mistake = mistakeOf(() => checkClockChange(text, parseCron(text)));
      expect(mistake.value).toBe(JSON.stringify(text));
      expect(mistake.remedy).toContain("another hour");
    },
  );

  test.each([
    "30 2 * * MON-FRI",
    "0 3 * * *",
    "0 1 * * *",
    "0 * * * *",
    "*/15 * * * *",
    "30 2 1 * *",
    "30 2 * 6 *",
    "30 2 24 10 *",
  ])("takes %s", (text) => {
    expect(() => checkClockChange(text, parseCron(text))).not.toThrow();
  });
});
