import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { checkNamed, checkProperties, isRecord, type Known } from "../../lib/model/known-properties";
import { Mistakes } from "../../lib/model/mistake";

interface Props {
  readonly size?: string;
  readonly members?: number;
}

const KNOWN: Known<Props> = { size: true, members: true };

function checked(declared: unknown, property = "") {
  const check = new Mistakes("verne/test/apps/web");
  const made = checkProperties(property, declared as Props, KNOWN, "a thing", check);
  return { made, mistakes: check.all };
}

function named(declared: unknown) {
  const check = new Mistakes("verne/test/apps/web");
  const entries = checkNamed("config", declared as Record<string, string>, "{ A: 1 }", check);
  return { entries, mistakes: check.all };
}

class Named {
  readonly [Symbol.toStringTag] = "Named";
}

describe("props with properties that somebody reads", () => {
  test("are what was declared", () => {
    for (const props of [{}, { size: "x" }, { size: "x", members: 1 }, { size: undefined }]) {
      expect(checked(props)).toEqual({ made: props, mistakes: [] });
    }
  });

  test("have one that is undefined as little as one that is not there", () => {
    expect(checked({ size: "x", sise: undefined }).mistakes).toEqual([]);
  });

  test("that are missing have none, and who asks for one tells so", () => {
    expect(checked(undefined)).toEqual({ made: {}, mistakes: [] });
    expect(checked(null)).toEqual({ made: {}, mistakes: [] });
  });
});

describe("a property that nobody reads", () => {
  test("is refused at its place, with the one that was meant and not with what it holds", () => {
    const { mistakes } = checked({ member: "hunter2" }, "of");
    expect(mistakes).toEqual([
      {
        path: "verne/test/apps/web",
        property: "of.member",
        value: "",
        problem: "is no property of a thing, so what it says would hold for nothing",
        remedy: "write members, or take it out",
      },
    ]);
  });

  test("is refused with all that there are where none is near", () => {
    const [mistake] = checked({ hostNetwork: true }).mistakes;
    expect(mistake).toMatchObject({
      property: "hostNetwork",
      remedy: "take it out; there are size, members",
    });
  });

  test("is refused whatever is called so in every object", () => {
    const { mistakes } = checked({ toString: "x", constructor: "x", ["__proto__"]: "x" });
    expect(mistakes.map(({ property }) => property)).toEqual(["toString", "constructor", "__proto__"]);
  });

  test("is told in quotes where its name is no name, and all of them are told", () => {
    const { mistakes } = checked({ "a\nb": 1, [`${"x".repeat(61)}`]: 2, sise: 3 });
    expect(mistakes.map(({ property }) => property)).toEqual(['"a\\nb"', `"${"x".repeat(61)}"`, "sise"]);
  });

  test("is any but the known ones", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (props) => {
        const unknown = Object.keys(props).filter((name) => name !== "size" && name !== "members");
        expect(checked(props).mistakes).toHaveLength(unknown.length);
      }),
    );
  });
});

describe("what stands where props belong", () => {
  test.each([
    ["hunter2", "(a text)"],
    [["hunter2"], "(a list)"],
    [new Map([["size", "hunter2"]]), "(not shown)"],
    [() => "hunter2", "(not shown)"],
    [new Named(), "(not shown)"],
    [3, "3"],
    [true, "true"],
  ])("is refused, such as %p", (declared, value) => {
    const { made, mistakes } = checked(declared, "of");
    expect(made).toEqual({});
    expect(mistakes).toEqual([
      expect.objectContaining({
        property: "of",
        value,
        problem: expect.stringContaining("properties between braces"),
        remedy: "write { size: … }, with any of size, members",
      }),
    ]);
  });
});

describe("values under names of their author's own", () => {
  test("are whatever they are called", () => {
    expect(named({ A: "1", toString: "2" })).toEqual({
      entries: [
        ["A", "1"],
        ["toString", "2"],
      ],
      mistakes: [],
    });
    for (const none of [undefined, null, {}]) expect(named(none)).toEqual({ entries: [], mistakes: [] });
  });

  test.each([[["hunter2"]], ["hunter2"], [new Map([["A", "hunter2"]])], [3]])(
    "are refused as %p, of which nothing would be read, and it is not repeated",
    (declared) => {
      const { entries, mistakes } = named(declared);
      expect(entries).toEqual([]);
      expect(mistakes).toEqual([
        expect.objectContaining({
          property: "config",
          value: "(not shown)",
          problem: "is not a value for each name, between braces",
          remedy: "write for example { A: 1 }",
        }),
      ]);
    },
  );
});

test("what has properties is neither a list nor a Map", () => {
  expect([{}, Object.create(null), { size: 1 }].map(isRecord)).toEqual([true, true, true]);
  expect([[], new Map(), "x", 3, null, undefined, () => {}].map(isRecord)).not.toContain(true);
});
