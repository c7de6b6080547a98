import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Day } from "../../lib/model/day";
import { EmergencyPatch, type EmergencyPatchProps } from "../../lib/model/emergency-patch";
import { mistakeOf, mistakesOf } from "../support/errors";

const LEAK: EmergencyPatchProps = {
  id: "CVE-2027-12345",
  reason: "remote code execution in openssh, exploited since Friday",
  owner: "Jo de Vries",
  approvedOn: "2027-03-26",
  until: "2027-03-29",
  where: ["verne/web", "jansen"],
};

describe("an emergency patch (C1)", () => {
  test("covers the clients and groups it names, and nothing else", () => {
    const leak = EmergencyPatch.of(LEAK);
    expect(leak.covers("jansen", "database")).toBe(true);
    expect(leak.covers("verne", "web")).toBe(true);
    expect(leak.covers("verne", "database")).toBe(false);
    expect(leak.covers("vernet", "web")).toBe(false);
    expect(leak.covers("everywhere", "web")).toBe(false);
  });

  test("covers everything only when that is written", () => {
    const leak = EmergencyPatch.of({ ...LEAK, where: ["everywhere"] });
    expect(leak.covers("verne", "database")).toBe(true);
  });

  test("holds from the day it was approved to its last day", () => {
    const leak = EmergencyPatch.of(LEAK);
    const days = ["2027-03-25", "2027-03-26", "2027-03-29", "2027-03-30"];
    expect(days.map((day) => leak.holdsOn(Day.parse(day)))).toEqual([false, true, true, false]);
  });

  test("is read back from what it writes", () => {
    const leak = EmergencyPatch.of(LEAK);
    expect(EmergencyPatch.of(JSON.parse(JSON.stringify(leak)) as EmergencyPatchProps)).toEqual(leak);
  });

  test.each<[Partial<EmergencyPatchProps>, string, string]>([
    [{ id: "cve-2027-1" }, "id", "is not the name of an advisory"],
    [{ id: "CVE-2027-1/../../x" }, "id", "is not the name of an advisory"],
    [{ id: "" }, "id", "is not the name of an advisory"],
    [{ reason: "" }, "reason", "is missing"],
    [{ reason: "two\nlines" }, "reason", "one printable line"],
    [{ owner: "Team Tech" }, "owner", "is a person, not a team"],
    [{ owner: "" }, "owner", "is missing"],
    [{ until: "2027-03-25" }, "until", "ends before it was approved"],
    [{ until: "2027-04-03" }, "until", "is no emergency (C1)"],
    [{ until: "tomorrow" }, "until", "is not a day of the calendar"],
    [{ where: [] }, "where", "patches nothing"],
    [{ where: ["Verne"] }, "where[0]", "is a DNS label"],
    [{ where: ["verne", "verne/web/1"] }, "where[1]", "neither a client nor a server group"],
    [{ where: ["*"] }, "where[0]", "is a DNS label"],
    [{ where: undefined as never }, "where", "patches nothing"],
  ])("is refused with %j", (changes, property, problem) => {
    const mistake = mistakeOf(() => EmergencyPatch.of({ ...LEAK, ...changes }));
    expect([mistake.property, mistake.problem]).toEqual([property, expect.stringContaining(problem)]);
    expect(mistake.remedy).not.toBe("");
  });

  test("tells all its mistakes at once", () => {
    const props = { id: "x", reason: "", owner: "x", approvedOn: "x", until: "y", where: [] };
    const properties = mistakesOf(() => EmergencyPatch.of(props)).map(({ property }) => property);
    expect(properties).toEqual(["id", "reason", "owner", "approvedOn", "until", "where"]);
  });

  test("is of one line in every text that is taken, whatever a person writes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (reason, owner) => {
        try {
          const leak = EmergencyPatch.of({ ...LEAK, reason, owner });
          expect(`${leak.reason}${leak.owner}`).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        } catch (error) {
          expect(error).toHaveProperty("name", "InvalidError");
        }
      }),
    );
  });
});
