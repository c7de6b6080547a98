import { describe, expect, test } from "@jest/globals";
import { checkSoftware, isDatabase, Software } from "../../lib/model/software";
import { mistakeOf } from "../support/errors";

describe("what Straat sets up on servers", () => {
  test("is a web server or a database", () => {
    expect(Object.values(Software).map(checkSoftware)).toEqual(["nginx", "postgresql", "mariadb"]);
    expect(Object.values(Software).filter(isDatabase)).toEqual(["postgresql", "mariadb"]);
    expect(isDatabase(undefined)).toBe(false);
  });

  test.each(["apache", "", undefined, 1, null, "NGINX"])("is not %j", (value) => {
    expect(mistakeOf(() => checkSoftware(value)).remedy).toContain("Software.NGINX");
  });
});
