import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  checkExposedName,
  checkPathPrefix,
  objectNameOf,
  pathSuffix,
} from "../../../../lib/constructs/kubernetes/exposure/names";
import { mistakeOf } from "../../../support/errors";

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const hostname = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 9 }), fc.constantFrom("nl", "example"))
  .map(([labels, top]) => [...labels, top].join("."));

describe("the name of an object for a host name", () => {
  test("is a DNS label, also with what is put behind it", () => {
    fc.assert(
      fc.property(hostname, (name) => {
        for (const suffix of ["", "-tls", "-redirect", pathSuffix("/api")])
          expect(`${objectNameOf(name)}${suffix}`).toMatch(/^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
      }),
    );
  });

  test("is another one for each", () => {
    fc.assert(
      fc.property(hostname, hostname, (one, other) => {
        expect(objectNameOf(one) === objectNameOf(other)).toBe(one === other);
      }),
    );
    expect(objectNameOf("a-b.nl")).not.toBe(objectNameOf("a.b.nl"));
  });

  test("can be read", () => {
    expect(objectNameOf("www.zorgplein.example.nl")).toBe("www-zorgplein-example-nl");
    expect(pathSuffix("/")).toBe("");
    expect(pathSuffix("/api")).not.toBe(pathSuffix("/admin"));
  });
});

describe("a host name and a path that visitors type", () => {
  test("are taken in their plainest form", () => {
    fc.assert(fc.property(hostname, (name) => expect(checkExposedName(name)).toBe(name)));
    for (const path of ["/", "/api", "/api/v2.1", "/~user/a_b-c"]) expect(checkPathPrefix(path)).toBe(path);
  });

  test.each([
    "",
    "api",
    "//",
    "/api/",
    "/a//b",
    "/a b",
    "/a?b",
    "/a%2fb",
    "/.",
    "/a/..",
    "/{a}",
    `/${"a".repeat(256)}`,
    7,
  ])("%j is no path", (path) => {
    const { value, remedy } = mistakeOf(() => checkPathPrefix(path));
    expect(value).toBe(JSON.stringify(path));
    expect(remedy).toContain("/api");
  });

  test.each(["*.example.nl", "*", "www.*.nl"])("%s is a wildcard", (name) => {
    expect(mistakeOf(() => checkExposedName(name)).problem).toContain("wildcard");
  });
});
