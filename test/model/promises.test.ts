import { describe, expect, test } from "@jest/globals";
import {
  FIGURES,
  type FigureName,
  isPromiseId,
  PROMISES,
  type PromiseId,
  promise,
} from "../../lib/model/promises";
import { titleOf } from "../../lib/model/promises/control-titles";

/** `["B-01", …]`, as many as told. */
function ids(letter: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}-${String(index + 1).padStart(2, "0")}`);
}

function controls(id: PromiseId, framework: string): readonly string[] {
  return promise(id)
    .controls.filter((control) => control.framework === framework)
    .map((control) => control.id);
}

describe("the promises of the sheet", () => {
  test("are these and no others: a dropped one shows here", () => {
    expect(PROMISES.map(({ id }) => id)).toEqual([
      ...ids("B", 24),
      ...ids("I", 9),
      ...ids("V", 10),
      ...ids("H", 22),
      ...ids("R", 12),
    ]);
  });

  test("each have the sheet's words, a meaning in a sentence, and something to be done about them", () => {
    for (const { id, quote, meaning, classes } of PROMISES) {
      expect([id, quote]).toEqual([id, expect.stringMatching(/\S{3}/)]);
      expect([id, meaning]).toEqual([id, expect.stringMatching(/^[A-Z][^\n]+\.$/)]);
      expect([id, classes.length > 0 && new Set(classes).size === classes.length]).toEqual([id, true]);
    }
  });

  test("are found by their id", () => {
    expect(promise("V-10").meaning).toContain("2048");
    expect(promise("B-03").classes).toEqual(["record", "realise"]);
    expect(promise("H-01").classes).toEqual(["record"]);
  });

  test("know no id that is misspelt: it neither compiles nor is found", () => {
    expect(isPromiseId("B-24")).toBe(true);
    for (const text of ["B-25", "B-1", "b-01", "toString", ""])
      expect([text, isPromiseId(text)]).toEqual([text, false]);
    // @ts-expect-error no such promise
    expect(() => promise("B-25")).toThrow(/"B-25"\n +is no promise of the sheet\n +→ write one of B-01/);
    // @ts-expect-error an object's own property is no promise either
    expect(() => promise("constructor")).toThrow("is no promise of the sheet");
  });

  test("that can only be recorded are realised by nothing", () => {
    const recordable = PROMISES.filter(({ id }) => id.startsWith("R-"));
    expect(recordable.filter(({ classes }) => classes.includes("realise"))).toEqual([]);
  });

  test("name every contradiction of the sheet, so that none is forgotten", () => {
    const named = new Set(PROMISES.flatMap(({ note }) => note?.match(/\bC\d+\b/g) ?? []));
    expect([...named].sort()).toEqual(Array.from({ length: 14 }, (_, index) => `C${index + 1}`).sort());
  });
});

describe("the figures", () => {
  test.each<[PromiseId, FigureName, string]>([
    ["B-05", "checkpoints", "217 locaties"],
    ["B-15", "backupNights", "21 nachten"],
    ["B-15", "backupWeeks", "6 weken"],
    ["H-07", "backupLossHours", "24 uur"],
    ["H-09", "backupNights", "21 dagen"],
    ["H-13", "onCallHoursPerDay", "24 uur"],
    ["H-13", "onCallDaysPerWeek", "7 dagen"],
    ["H-14", "responseHours", "4 uur"],
    ["H-19", "windowStart", "00:00"],
    ["H-19", "windowEnd", "04:00 uur"],
    ["I-01", "phpStyle", "PSR-12"],
    ["I-01", "phpAutoloading", "PSR-4"],
    ["I-04", "criticalPatchHours", "24 uur"],
    ["R-03", "cameraDays", "31 dagen"],
    ["V-02", "minimumClass", "klasse 3"],
  ])("of %s are the sheet's own: %s is in “%s”", (id, figure, words) => {
    expect(promise(id).quote).toContain(words);
    expect(words).toContain(String(FIGURES[figure]));
  });

  test("that the sheet writes otherwise are its own as well", () => {
    expect(promise("B-06").quote).toContain(`${FIGURES.availabilityPercent}%`.replace(".", ","));
    expect(promise("V-10").quote).toContain(FIGURES.tlsRsaBits.toLocaleString("nl-NL"));
    expect(promise("B-12").quote).toContain("minimaal twee");
    expect([FIGURES.approvals, FIGURES.redundantMembers, FIGURES.dataCentres]).toEqual([2, 2, 2]);
    expect([FIGURES.logKinds, FIGURES.sheetStages, FIGURES.teamTechMembers]).toEqual([3, 3, 3]);
  });

  test("say the same in hours and in minutes", () => {
    expect(FIGURES.responseMinutes).toBe(FIGURES.responseHours * 60);
  });

  test("are each a promise's, or the house's own to keep one", () => {
    const named = new Set<string>(PROMISES.flatMap(({ figures }) => figures));
    expect(Object.keys(FIGURES).filter((name) => !named.has(name))).toEqual([
      "criticalCheckHours",
      "emergencyApplyMinutes",
      "rebootMinutes",
      "patchDelayMinutes",
      "emergencyTurnMinutes",
      "emergencyDays",
    ]);
  });
});

describe("the mapping to norms", () => {
  test("has something for every promise but the certificates, which are evidence themselves", () => {
    const without = PROMISES.filter((one) => one.controls.length === 0);
    expect(without.map(({ id }) => id)).toEqual(["R-11"]);
  });

  test("names ISO 27001 for every promise that has a measure", () => {
    const mapped = PROMISES.filter((one) => one.controls.length > 0);
    expect(mapped.filter(({ id }) => controls(id, "ISO 27001:2022").length === 0)).toEqual([]);
  });

  test("names a measure once for a promise, with a number as its norm writes them", () => {
    const shapes: Readonly<Record<string, RegExp>> = {
      "ISO 27001:2022": /^A\.[5-8]\.[1-9]\d?$/,
      BIO2: /^[5-8]\.\d\d\.(\d\d|x)$|^[5-8]\.\d\d?\.x$/,
      "NEN 7510-2:2017": /^\d+\.\d+\.(\d+|x)$/,
      "CIS Debian 12": /^\d+(\.\d+)+(\.x)?$/,
      "CIS Kubernetes 1.12": /^\d\.\d\.(\d+|x)$/,
      "OWASP Kubernetes 2025": /^K(0\d|10)$/,
      "NIST SP 800-207": /^T[1-7]$/,
    };
    for (const { id, controls } of PROMISES) {
      const names = controls.map((control) => `${control.framework} ${control.id}`);
      expect([id, new Set(names).size]).toEqual([id, names.length]);
      for (const control of controls) expect(control.id).toMatch(shapes[control.framework] as RegExp);
    }
  });

  test("gives titles of ISO, OWASP and NIST for every number it names", () => {
    const titled = PROMISES.flatMap((one) => one.controls).filter(({ framework }) =>
      ["ISO 27001:2022", "OWASP Kubernetes 2025", "NIST SP 800-207"].includes(framework),
    );
    expect(titled.filter(({ title }) => title === undefined)).toEqual([]);
  });

  test("takes a title from the number itself, else from its section, else from nowhere", () => {
    expect(titleOf("CIS Debian 12", "5.1.4")).toBe("Who may log in by sshd");
    expect(titleOf("CIS Debian 12", "5.1.12")).toBe("sshd");
    expect(titleOf("CIS Debian 12", "6.2.3.x")).toBe("auditd");
    expect(titleOf("CIS Debian 12", "7.1.1")).toBeUndefined();
    expect(titleOf("BIO2", "5.1.4")).toBeUndefined();
  });

  test("says what V-10 and B-16 ask, for example", () => {
    expect(controls("V-10", "ISO 27001:2022")).toContain("A.8.24");
    expect(controls("B-16", "BIO2")).toContain("8.13.03");
    expect(controls("V-07", "BIO2")).toContain("5.17.01");
    expect(controls("H-06", "OWASP Kubernetes 2025")).toContain("K05");
    expect(controls("V-10", "ISO 27001:2022")).not.toContain("A.8.13");
  });

  test("takes the rows of a promise that is in two of them together", () => {
    expect(controls("B-18", "ISO 27001:2022")).toEqual([
      "A.8.13",
      "A.5.29",
      "A.5.30",
      "A.8.14",
      "A.5.37",
      "A.5.28",
    ]);
    expect(controls("B-17", "ISO 27001:2022")).not.toContain("A.5.28");
  });

  test("says where it has still to be checked, and only there", () => {
    const all = PROMISES.flatMap((one) => one.controls);
    const doubtful = new Set(
      all.filter((one) => one.doubtful).map(({ framework, id }) => `${framework} ${id}`),
    );
    expect([...doubtful].sort()).toEqual([
      ...ids("CIS Debian 12 5.1.", 8).map((text) => text.replace("-0", "")),
      "CIS Kubernetes 1.12 5.6.1",
      "ISO 27001:2022 A.8.12",
      "ISO 27001:2022 A.8.23",
      "NEN 7510-2:2017 12.3.1",
      ...Array.from({ length: 7 }, (_, index) => `NIST SP 800-207 T${index + 1}`),
      "OWASP Kubernetes 2025 K08",
    ]);
    expect(promise("B-09").controls.find(({ id }) => id === "5.6.1")?.doubtful).toBeUndefined();
  });
});
