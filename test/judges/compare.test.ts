import { describe, expect, test } from "@jest/globals";
import { compare } from "./compare";

const finding = { rule: "KBP114", object: "Service verne-production/web", line: "type: LoadBalancer" };
const reason = "is meant";

describe("findings against what is accepted", () => {
  test("come out even where each is accepted and each entry occurs", () => {
    for (const object of [finding.object, "Service verne-*/web", "Service */*"]) {
      expect(compare([finding], [{ rules: ["KBP114"], object, reason }])).toEqual({
        unexplained: [],
        unused: [],
      });
    }
    const { object } = finding;
    const entry = { rules: ["KBP114"], object, lines: ["type: *"], reason };
    expect(compare([finding, finding], [entry])).toEqual({ unexplained: [], unused: [] });
  });

  test.each([
    ["of another rule", { rules: ["KBP113"], object: finding.object, reason }],
    ["of another kind", { rules: ["KBP114"], object: "Gateway verne-production/web", reason }],
    ["of another object", { rules: ["KBP114"], object: "Service verne-*/we", reason }],
    ["on another line", { rules: ["KBP114"], object: finding.object, lines: ["type: NodePort"], reason }],
    ["with a star that would have to go beyond a part", { rules: ["KBP114"], object: "Service *", reason }],
    [
      "with a dot that would have to be any letter",
      { rules: ["KBP114"], object: "Service verne.production/web", reason },
    ],
  ])("do not, for an entry %s: the finding is unexplained, and the entry is unused", (_what, entry) => {
    const { unexplained, unused } = compare([finding], [entry]);
    expect(unexplained).toEqual(["KBP114  Service verne-production/web  type: LoadBalancer"]);
    expect(unused).toHaveLength(1);
  });

  test("do not, where an entry is of several rules and one of them is found no more", () => {
    const entry = { rules: ["KBP114", "KBP113"], object: finding.object, reason };
    expect(compare([finding], [entry])).toEqual({
      unexplained: [],
      unused: ["KBP113  Service verne-production/web"],
    });
    const isOurs = (rule: string) => rule !== "KBP113";
    expect(compare([finding], [entry], isOurs)).toEqual({ unexplained: [], unused: [] });
  });
});
