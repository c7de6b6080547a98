import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { checkName, checkVsphereName, NAME_MAX, normalName, VSPHERE_NAME_MAX } from "../../lib/model/name";
import { mistakeOf } from "../support/errors";

describe("a name", () => {
  test.each(["a", "web", "web-2", "a1-b2-c3", "zorgplein", "x".repeat(NAME_MAX)])(
    "%s is accepted",
    (name) => {
      expect(checkName("a client", name)).toBe(name);
    },
  );

  test.each([
    ["Web", "write web"],
    ["web_2", "write web-2"],
    ["web--2", "write web-2"],
    ["-web", "write web"],
    ["web-", "write web"],
    ["2web", "write web"],
    ["web.example", "write web-example"],
    ["web\n", "write web"],
    ["Zórgpléin", "write zorgplein"],
    ["web 2", "write web-2"],
    ["", "choose a name like web"],
    ["123", "choose a name like web"],
    ["日本", "choose a name like web"],
  ])("refuses %j with the remedy %j", (text, remedy) => {
    const mistake = mistakeOf(() => checkName("a client", text));
    expect(mistake.value).toBe(JSON.stringify(text));
    expect(mistake.problem).toContain("the name of a client is a DNS label");
    expect(mistake.remedy).toContain(remedy);
  });

  test("refuses one character too many, and says how many there are", () => {
    const { problem, remedy } = mistakeOf(() => checkName("a group", "x".repeat(NAME_MAX + 1)));
    expect(problem).toContain(`the name of a group has at most ${NAME_MAX} characters, this one has 21`);
    expect(remedy).toBe(`write ${"x".repeat(NAME_MAX)}`);
    const cutAtHyphen = mistakeOf(() => checkName("a group", `${"x".repeat(NAME_MAX - 1)}-y`));
    expect(cutAtHyphen.remedy).toBe(`write ${"x".repeat(NAME_MAX - 1)}`);
  });

  test("leaves room for client, stage, group and number in one DNS label", () => {
    expect(NAME_MAX + "-development-".length + NAME_MAX + "-99".length).toBeLessThanOrEqual(63);
  });

  test("is accepted exactly when it is its own normal form, whatever was typed", () => {
    const alphabet = fc.constantFrom("a", "Z", "0", "-", "_", " ", "é", "İ", "K", "ß", "\n", "ﬁ");
    const texts = fc.oneof(fc.string({ unit: alphabet, maxLength: 24 }), fc.string({ unit: "binary" }));
    fc.assert(
      fc.property(texts, (text) => {
        const normal = normalName(text);
        expect(normalName(normal)).toBe(normal);
        if (normal !== "") expect(checkName("a client", normal)).toBe(normal);
        if (normal === "" || normal !== text) {
          expect(mistakeOf(() => checkName("a client", text)).remedy).toContain(normal || "choose a name");
        }
      }),
    );
  });

  test("has the same normal form as another that only differs in case, accents or punctuation", () => {
    const spellings = ["zorg-plein", "Zorg Plein", "zórg_plein", " ZORG--PLEIN! "];
    expect(new Set(spellings.map(normalName))).toEqual(new Set(["zorg-plein"]));
  });
});

describe("a name in vSphere", () => {
  test.each(["Cluster 01 (oost)", "h1.example.nl", "a", "é".repeat(VSPHERE_NAME_MAX)])(
    "%j is accepted",
    (name) => {
      expect(checkVsphereName("a cluster", name)).toBe(name);
    },
  );

  test.each(["", " a", "a ", "a/b", "a\\b", "a%2fb", "a\tb", "a\u200bb", "x".repeat(VSPHERE_NAME_MAX + 1)])(
    "refuses %j",
    (text) => {
      const { value, problem, remedy } = mistakeOf(() => checkVsphereName("a cluster", text));
      expect(value).toBe(JSON.stringify(text));
      expect(problem).toContain("the name of a cluster in vSphere");
      expect(remedy).toContain("as vCenter shows it");
    },
  );
});
