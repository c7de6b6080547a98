import { describe, expect, test } from "@jest/globals";
import { Day } from "../../lib/model/day";
import { WhitelistEntry, type WhitelistEntryProps } from "../../lib/model/whitelist-entry";
import { mistakeOf, mistakesOf } from "../support/errors";

const props: WhitelistEntryProps = {
  network: "198.51.100.0/28",
  owner: "Gemeente Utrecht",
  reason: "office",
  until: "2027-03-31",
};

describe("a whitelist entry", () => {
  test("is written as it was read", () => {
    expect(JSON.parse(JSON.stringify(WhitelistEntry.of(props)))).toEqual(props);
  });

  test.each([
    ["2027-03-31", true],
    ["2027-04-01", false],
  ])("until 2027-03-31, on %s: %s", (day, holds) => {
    expect(WhitelistEntry.of(props).holdsOn(Day.parse(day))).toBe(holds);
  });

  test.each(["192.0.2.7/32", "11.0.0.0/8", "2001:db8::1/128"])("accepts %s", (network) => {
    expect(String(WhitelistEntry.of({ ...props, network }).network)).toBe(network);
  });

  test.each([
    ["0.0.0.0/0", "/8 in IPv4"],
    ["::/0", "/19 in IPv6"],
  ])("refuses %s: that is nobody's network", (network, most) => {
    const mistake = mistakeOf(() => WhitelistEntry.of({ ...props, network }));
    expect(mistake).toMatchObject({ property: "network", value: network });
    expect(mistake.problem).toContain(`is wider than anybody's network: nobody has more than a ${most}`);
    expect(mistake.remedy).toContain("Exposure.PUBLIC");
  });

  test.each([
    [{ network: "198.51.100.1/28" }, "network", "has host bits set"],
    [{ network: "198.51.100.1" }, "network", "has no prefix length"],
    [{ owner: " " }, "owner", "an owner is missing"],
    [{ reason: "x".repeat(81) }, "reason", "one printable line"],
    [{ until: "31-03-2027" }, "until", "is not a day of the calendar"],
  ])("refuses %j", (change, property, problem) => {
    const mistake = mistakeOf(() => WhitelistEntry.of({ ...props, ...change }));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
  });

  test("without anything in it is told of everything that is missing, at once", () => {
    const mistakes = mistakesOf(() => WhitelistEntry.of({} as WhitelistEntryProps));
    expect(mistakes.map(({ property }) => property)).toEqual(["network", "owner", "reason", "until"]);
    expect(new Set(mistakes.map(({ value }) => value))).toEqual(new Set(["(missing)"]));
  });
});
