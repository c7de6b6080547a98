import { rmSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { IpAddress, type IpFamily } from "../../../lib/model/ip";
import { acceptable } from "../../../lib/network/geo-source";
import { BLANK_LINE, CountryEdge, isRoot, read, SMALL } from "../../support/country-edge";
import { describeUnless, describeWith } from "../../support/tool";

const ODD_LINES = [
  "NL",
  "NL,193.0.8.0",
  "NL,193.0.8.0,",
  "NL,193.0.8.0,193.0.8.9,x",
  "NL,193.0.8.0/24,193.0.8.9",
  "NL,193.0.8.0,193.0.8.256",
  "NL,193.0.8.0,193.0.8.09",
  "NL,193.0.8.0,193.0.8.9 ",
  "NL,193.0.8.0,193.0.8.9\r",
  "NL,193.0.8,193.0.8.9",
  " ",
  "\t",
  "NL,193.0.8.9,193.0.8.0",
  "NL,193.0.8.0,2001:600::",
  "NL,2001:600::,193.0.8.0",
  "nl,193.0.8.0,193.0.8.9",
  "UK,193.0.8.0,193.0.8.9",
  "NL,10.0.0.0,10.0.0.9",
  "NL,0.0.0.0,255.255.255.255",
  "NL,223.0.0.0,224.0.0.0",
  "NL,::,ffff::",
  "NL,fe80::,fe80::1",
  "NL,::ffff:193.0.8.0,::ffff:193.0.8.9",
  "NL,::ffff:1,::ffff:2",
  "NL,2001:600:::,2001:600::1",
  "NL,2001:600::1::,2001:600::2",
  "NL,2001:600::F,2001:600::ff",
  "NL,2001:600::00001,2001:600::2",
  "NL,:2001:600::,2001:600::1",
  "NL,2001:600:,2001:600::1",
  "NL,2001:600:0:0:0:0:0:0:0,2001:600::1",
  "NL,2001:600:0:0:0:0:0::0,2001:600::1",
  "NL,2001:600:1:2:3:4:5::6,2001:601::",
  "NL,2001:600::%lo,2001:600::1",
  "NL,193.0.8.0,193.0.8.9 }; flush ruleset",
  "NL,193.0.8.0,$(touch pwned)",
  'NL,193.0.8.0,193.0.8.9"',
  "NL,193.0.8.0\0,193.0.8.9",
];
const FINE_LINES = [
  "NL,193.0.8.0,193.0.8.0",
  "BE,193.0.8.0,193.0.8.255",
  "",
  "#",
  "# date 2026",
  "#; flush ruleset $(touch pwned) `touch pwned`",
  "NL,2001:600::,2001:600::",
  "NL,2001:0600:0::,2001:600:0:0:0:0:0::",
  "NL,2001:600:0:1::,2001:600:0:1:0:0:ffff:1",
  "NL,2001:600::1:0:0:0,2001:600:0:0:1:0:0:1",
  "NL,2001:600:1:2:3:4:5::,2001:600:1:2:3:4:5:6",
  "DE,53.0.0.0,53.255.255.255",
];

/** IPv6 in many spellings, right and wrong: enough groups, too few with a `::` somewhere, and any. */
const group = fc.constantFrom("0", "0", "0000", "1", "ff", "0a0");
const some = (minLength: number, maxLength: number) => fc.array(group, { minLength, maxLength });
const spellings = fc
  .oneof(
    some(6, 6),
    fc.tuple(some(0, 2), some(1, 3)).map(([before, after]) => [...before, "", ...after]),
    fc.array(fc.oneof(group, fc.constantFrom("", "00000", "g")), { minLength: 1, maxLength: 8 }),
  )
  .map((groups) => `2001:600:${groups.join(":")}`);

function isRefused(text: string): boolean {
  try {
    read(text);
    return false;
  } catch {
    return true;
  }
}

/** So many disjoint ranges of a country, the same on every run: sizes and gaps as they come in the Netherlands. */
function ranges(family: IpFamily, count: number): readonly string[] {
  const unit = family === 4 ? 256n : 1n << 80n;
  let at = IpAddress.parse(family === 4 ? "20.0.0.0" : "2a00::").value;
  return Array.from({ length: count }, (_, index) => {
    const first = at + unit * BigInt(1 + ((index * 7919) % 13));
    const last = first + unit * (1n << BigInt((index * 104_729) % 6)) - 1n;
    at = last + 1n;
    return `NL,${IpAddress.of(family, first)},${IpAddress.of(family, last)}`;
  });
}

/** A line with units of addresses, from one up to another. */
function stretch(family: IpFamily, from: number, to: number): string {
  const unit = family === 4 ? 3n : (1n << 83n) + 1n;
  const at = (count: number) =>
    IpAddress.parse(family === 4 ? "20.0.0.0" : "2a00::").plus(unit * BigInt(count));
  return `NL,${at(from)},${at(to)}\n`;
}

describeWith("nft", "apt-get install nftables", "what an edge reads in a source", () => {
  let edge: CountryEdge;
  beforeAll(async () => {
    edge = await CountryEdge.with(["NL"]);
  });
  afterAll(() => edge.remove());
  beforeEach(() => rmSync(edge.directory, { recursive: true, force: true }));

  test.each(ODD_LINES)("is nothing when there is the line %j, which the library refuses too", (line) => {
    const text = SMALL.replace("\n\n", `\n${line}\n`);
    expect(isRefused(text)).toBe(true);
    edge.publish(text);
    const { code, status } = edge.run();
    expect(status).toMatchObject({ ok: false, date: null, counts: {} });
    expect(status.error).toMatch(new RegExp(`^line ${BLANK_LINE} |of nobody`));
    expect(code).toBe(1);
  });

  test("left nothing live, and no command of a line was run", () => {
    expect(edge.live.every((set) => set.isEmpty)).toBe(true);
    expect(edge.exec("find", [edge.folder, "-name", "pwned*"]).stdout).toBe("");
  });

  test.each(FINE_LINES)("is the line %j, as for the library", (line) => {
    edge.publish(`${SMALL}${line}\n`);
    expect(edge.run().status).toMatchObject({ ok: true, error: null });
    expect(edge.live).toEqual(edge.wanted(`${SMALL}${line}\n`));
    edge.reload();
    expect(edge.live).toEqual(edge.wanted(`${SMALL}${line}\n`));
  });

  test("is what the library reads, however IPv6 is spelled", () => {
    const judged = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(spellings, (first) => {
        const text = `${SMALL}NL,${first},2001:600:ffff:ffff:ffff:ffff:ffff:ffff\n`;
        edge.publish(text);
        rmSync(edge.directory, { recursive: true, force: true });
        const { ok } = edge.run().status;
        expect([first, ok]).toEqual([first, !isRefused(text)]);
        if (ok) expect(edge.live).toEqual(edge.wanted(text));
        judged[ok ? "taken" : "refused"]++;
      }),
      { numRuns: 40 },
    );
    expect(Math.min(judged.taken, judged.refused)).toBeGreaterThan(5);
  }, 60_000);

  test("is too much of a change exactly when the library says so", () => {
    const part = fc.integer({ min: 0, max: 500 });
    const half = fc.tuple(fc.constantFrom<IpFamily>(4, 6), part, fc.integer({ min: 1000, max: 1500 }));
    const judged = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(
        half,
        part,
        fc.integer({ min: 1000, max: 1500 }),
        ([family, first, last], otherFirst, otherLast) => {
          const before = SMALL.replace(/^NL.*\n/gm, "") + stretch(family, first, last);
          const after = SMALL.replace(/^NL.*\n/gm, "") + stretch(family, otherFirst, otherLast);
          rmSync(edge.directory, { recursive: true, force: true });
          edge.publish(before);
          expect(edge.run().code).toBe(0);
          edge.publish(after);
          const { ok } = edge.run().status;
          expect(ok).toBe(acceptable(read(before), read(after)));
          judged[ok ? "taken" : "refused"]++;
        },
      ),
      { numRuns: 30 },
    );
    expect(Math.min(judged.taken, judged.refused)).toBeGreaterThan(5);
  }, 60_000);

  const lacking = isRoot
    ? undefined
    : "root; in a user namespace a transaction has some 5,000 elements at most";
  describeUnless(lacking, "of full size", () => {
    test("is all of the Netherlands in one transaction: 14,000 ranges of IPv4, 10,000 of IPv6", () => {
      const small = SMALL.replace(/^NL.*\n/gm, "");
      const text = `${small}${[...ranges(4, 14_000), ...ranges(6, 10_000)].join("\n")}\n`;
      edge.publish(text);
      const filled = edge.run();
      expect(filled).toMatchObject({ code: 0, status: { counts: { NL: { v4: 14_000, v6: 10_000 } } } });
      expect(edge.live.map((set) => set.ranges.length)).toEqual([14_000, 10_000]);
      expect(edge.live).toEqual(edge.wanted(text));
      expect(edge.run().code).toBe(0);
      edge.reload();
      expect(edge.live).toEqual(edge.wanted(text));
    }, 60_000);
  });
});
