import { describe, expect, test } from "@jest/globals";
import {
  BASELINE,
  BASELINE_ROLES,
  baselineFor,
  compareIds,
  exceptionsFor,
  LEFT_OUT,
} from "../../../lib/guest/hardening/baseline";

/** What the draft of the benchmark has at level 1 for a server: chapter, and how far its numbers go or which they are. */
const LEVEL_1: readonly (readonly [string, number | readonly number[]])[] = [
  ["1.1.1", [1, 2, 3, 4, 5, 9, 10]],
  ["1.1.2.1", 4],
  ["1.1.2.2", 4],
  ["1.1.2.3", [2, 3]],
  ["1.1.2.4", [2, 3]],
  ["1.1.2.5", [2, 3, 4]],
  ["1.1.2.6", [2, 3, 4]],
  ["1.1.2.7", [2, 3, 4]],
  ["1.2.1", 2],
  ["1.2.2", 1],
  ["1.3.1", 3],
  ["1.4", 2],
  ["1.5", 5],
  ["1.6", 6],
  ["1.7", [2, 3, 4, 5, 6, 7, 8, 9, 10]],
  ["2.1", [...Array.from({ length: 19 }, (_, at) => at + 1), 21, 22]],
  ["2.2", 6],
  ["2.3.1", 1],
  ["2.3.2", 2],
  ["2.3.3", 3],
  ["2.4.1", 8],
  ["2.4.2", 1],
  ["3.1", 3],
  ["3.3", 11],
  ["4.1", 1],
  ["4.2", 7],
  ["4.3", 10],
  ["4.4.1", 3],
  ["4.4.2", 4],
  ["4.4.3", 4],
  [
    "5.1",
    [...Array.from({ length: 7 }, (_, at) => at + 1), ...Array.from({ length: 13 }, (_, at) => at + 10)],
  ],
  ["5.2", [1, 2, 3, 5, 6, 7]],
  ["5.3.1", 3],
  ["5.3.2", 4],
  ["5.3.3.1", 2],
  ["5.3.3.2", 8],
  ["5.3.3.3", 3],
  ["5.3.3.4", 4],
  ["5.4.1", [1, 3, 4, 5, 6]],
  ["5.4.2", 8],
  ["5.4.3", [2, 3]],
  ["6.1.1", 4],
  ["6.1.2.1", 4],
  ["6.1.2", [2, 3, 4]],
  ["6.1.3", 8],
  ["6.1.4", 1],
  ["6.3", 2],
  ["7.1", 13],
  ["7.2", 10],
];

const level1 = LEVEL_1.flatMap(([chapter, numbers]) =>
  (typeof numbers === "number" ? Array.from({ length: numbers }, (_, at) => at + 1) : numbers).map(
    (number) => `${chapter}.${number}`,
  ),
);
const ids = BASELINE.map(({ id }) => id);
const isLeftOut = (id: string) => LEFT_OUT.some(({ chapter }) => `${id}.`.startsWith(`${chapter}.`));

describe("the hardening baseline", () => {
  test("has every recommendation of level 1, or says why it is about something else", () => {
    const missing = level1.filter((id) => !ids.includes(id) && !isLeftOut(id));
    expect(missing).toEqual([]);
    expect(level1.length).toBeGreaterThan(200);
  });

  test("leaves nothing out that it has not to: each chapter left out is one of level 1", () => {
    for (const { chapter, reason } of LEFT_OUT) {
      expect([chapter, level1.some((id) => id.startsWith(`${chapter}.`) || id === chapter)]).toEqual([
        chapter,
        true,
      ]);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  test("says which of its items are level 2", () => {
    const wrong = BASELINE.filter(({ id, level }) => level1.includes(id) !== (level === 1));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test("has every id once, in order", () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual([...ids].sort(compareIds));
    expect(["1.1.1.10", "1.1.1.9", "1.1.2", "1.1"].sort(compareIds)).toEqual([
      "1.1",
      "1.1.1.9",
      "1.1.1.10",
      "1.1.2",
    ]);
  });

  test("realises each item here, by another part or as the template has it; else an exception says why for every role", () => {
    for (const { id, how, exceptions = [] } of BASELINE) {
      const nowhere = exceptions.some(({ roles }) => roles === undefined);
      expect([id, how.length > 0]).toEqual([id, !nowhere]);
      const kinds = new Set(how.map(({ kind }) => kind === "part" || kind === "template"));
      expect([id, kinds.size]).toEqual([id, nowhere ? 0 : 1]);
    }
  });

  test("names parts of a server only", () => {
    const parts = BASELINE.flatMap(({ how }) =>
      how.flatMap((measure) => (measure.kind === "part" ? [measure.part] : [])),
    );
    expect([...new Set(parts)].sort()).toEqual([
      "audit",
      "firewall",
      "integrity",
      "logs",
      "packages",
      "patch",
      "ssh",
      "sudo",
      "time-sync",
    ]);
  });

  test("has these exceptions and no others", () => {
    const list = BASELINE_ROLES.map((role) => [role, exceptionsFor(role).map(({ id }) => id)]);
    const always = ["1.1.2.4.2", "1.1.2.4.3", "1.4.1", "5.2.4", "6.2.2.3"];
    const also = (...more: readonly string[]) => [...always, ...more].sort(compareIds);
    expect(Object.fromEntries(list)).toEqual({
      server: always,
      edge: also("3.3.1"),
      "vpn-gateway": also("3.3.1"),
      web: also("2.1.18"),
      "backup-repository": also("2.1.18"),
      bastion: also("5.1.8"),
      "kubernetes-node": also("1.1.1.6", "3.3.1", "3.3.7", "4.1.1", "4.3.3"),
    });
  });

  test("gives each exception a reason and what makes it so", () => {
    for (const { exceptions = [] } of BASELINE) {
      for (const { reason, promise } of exceptions) {
        expect(reason.length).toBeGreaterThan(15);
        expect(promise).not.toBe("");
      }
    }
  });

  test("is for each role all items but its exceptions", () => {
    for (const role of BASELINE_ROLES) {
      const held = baselineFor(role).map(({ id }) => id);
      const not = exceptionsFor(role).map(({ id }) => id);
      expect([...held, ...not].sort(compareIds)).toEqual(ids);
    }
  });

  test("has a check for each item that is one line without tabs", () => {
    for (const { id, check } of BASELINE) expect([id, /^[^\t\n]+$/.test(check)]).toEqual([id, true]);
  });
});
