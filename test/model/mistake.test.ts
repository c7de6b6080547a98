import { describe, expect, test } from "@jest/globals";
import { describeMistake, InvalidError, Mistakes } from "../../lib/model/mistake";
import { mistakesOf } from "../support/errors";

const wrong = { value: "7", problem: "is too high", remedy: "write 5" };

function refuse(property?: string): never {
  throw new InvalidError(property === undefined ? wrong : { ...wrong, property });
}

describe("gathering mistakes", () => {
  test("answers what was made, and notes nothing", () => {
    const check = new Mistakes("verne");
    expect(check.attempt("size", () => 5)).toBe(5);
    expect(check.all).toEqual([]);
    expect(() => check.throwIfAny()).not.toThrow();
  });

  test("answers undefined for what could not be made, and goes on to the next", () => {
    const check = new Mistakes("verne");
    expect(check.attempt("size", () => refuse())).toBeUndefined();
    check.attempt("disk", () => refuse());
    check.add({ ...wrong, property: "team" });
    expect(check.all.map(({ path, property }) => `${path} ${property}`)).toEqual([
      "verne size",
      "verne disk",
      "verne team",
    ]);
  });

  test("throws all of them in one error, also those of an error with several", () => {
    const check = new Mistakes();
    check.attempt("a", () => {
      throw new InvalidError({ ...wrong, property: "x" }, { ...wrong, property: "y" });
    });
    check.attempt("b", () => refuse());
    expect(mistakesOf(() => check.throwIfAny()).map(({ property }) => property)).toEqual(["a.x", "a.y", "b"]);
  });

  test.each([
    ["whitelist", "owner", "whitelist.owner"],
    ["whitelist", "[0]", "whitelist[0]"],
    ["whitelist[0]", "network", "whitelist[0].network"],
    ["", "network", "network"],
    ["network", "", "network"],
    ["", "", ""],
  ])("under %j of a mistake in %j is the property %j", (outer, inner, joined) => {
    const check = new Mistakes();
    check.attempt(outer, () => refuse(inner));
    expect(check.all.map(({ property }) => property)).toEqual([joined]);
  });

  test("keeps the path a mistake brings along, and gives its own to one without", () => {
    const check = new Mistakes("verne");
    check.add({ ...wrong, path: "verne/production" });
    check.add({ ...wrong, path: "" });
    check.add(wrong);
    expect(check.all.map(({ path }) => path)).toEqual(["verne/production", "verne", "verne"]);
  });

  test("lets a defect of the library pass through, and does not call it a mistake", () => {
    const check = new Mistakes();
    const defect = new TypeError("undefined is not a function");
    expect(() =>
      check.attempt("size", () => {
        throw defect;
      }),
    ).toThrow(defect);
    expect(check.all).toEqual([]);
  });
});

describe("the text of a mistake", () => {
  test.each([
    [{ path: "verne/test", property: "size" }, "verne/test  size = 7"],
    [{ path: "verne/test", property: "" }, "verne/test  7"],
    [{ path: "", property: "size" }, "size = 7"],
    [{ path: "", property: "" }, "7"],
    [{ path: "verne", property: "size", value: "" }, "verne  size"],
    [{ path: "verne", property: "", value: "" }, "verne"],
  ])("of %j begins with where and what", (place, first) => {
    const lines = describeMistake({ ...wrong, ...place }).split("\n");
    expect(lines).toEqual([first, "    is too high", "    → write 5"]);
  });

  test("is the message of the error, one after the other", () => {
    const error = new InvalidError({ ...wrong, property: "a" }, { ...wrong, property: "b" });
    expect(error.name).toBe("InvalidError");
    expect(error.message).toBe(error.mistakes.map(describeMistake).join("\n"));
    expect(error.message).toContain("b = 7");
  });
});
