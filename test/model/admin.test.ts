import { describe, expect, test } from "@jest/globals";
import { Admin, type AdminProps } from "../../lib/model/admin";
import { Day } from "../../lib/model/day";
import { mistakeOf, mistakesOf } from "../support/errors";

const props: AdminProps = {
  login: "jdevries",
  person: "Jo de Vries",
  sshKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
  wireguardKey: Buffer.alloc(32, 7).toString("base64"),
  until: "2027-03-31",
};

describe("an administrator", () => {
  test("is written as read, without the comment of the SSH key", () => {
    const admin = Admin.of({ ...props, sshKey: `${props.sshKey} jo@laptop` });
    expect(JSON.parse(JSON.stringify(admin))).toEqual(props);
  });

  test.each([
    ["2027-03-31", true],
    ["2027-04-01", false],
  ])("until 2027-03-31, on %s: %s", (day, holds) => {
    expect(Admin.of(props).holdsOn(Day.parse(day))).toBe(holds);
  });

  test.each(["roots", "jan-root", "backup2", "www", "sysop", "nulls"])("may be called %s", (login) => {
    expect(Admin.of({ ...props, login }).login).toBe(login);
  });

  test.each(["root", "www-data", "daemon", "backup", "nobody", "sshd"])(
    "is not called %s: that is an account of the system",
    (login) => {
      const { property, value, problem, remedy } = mistakeOf(() => Admin.of({ ...props, login }));
      expect([property, value]).toEqual(["login", login]);
      expect(problem).toContain("is an account of the system; an administrator is a named person (V-03)");
      expect(remedy).toContain("the person's own login");
    },
  );

  test.each([undefined, null, true, 7, ["jdevries"]])("is not called %p: a login is text", (value) => {
    const login = value as unknown as string;
    expect(mistakeOf(() => Admin.of({ ...props, login })).property).toBe("login");
  });

  test.each([
    [{ login: "J.deVries" }, "login", "is a DNS label"],
    [{ person: "" }, "person", "the person's name is missing"],
    [{ sshKey: "ssh-dss AAAA" }, "sshKey", "is not an ed25519, ECDSA or RSA public key"],
    [{ wireguardKey: "AAAA" }, "wireguardKey", "is not a WireGuard public key"],
    [{ until: "2027-04-31" }, "until", "is not a day of the calendar"],
  ])("refuses %j", (change, property, problem) => {
    const mistake = mistakeOf(() => Admin.of({ ...props, ...change }));
    expect(mistake.property).toBe(property);
    expect(mistake.problem).toContain(problem);
  });

  test("without anything said of one is told of everything that is missing, at once", () => {
    const mistakes = mistakesOf(() => Admin.of({} as AdminProps));
    const met = Object.fromEntries(mistakes.map(({ property, value }) => [property, value]));
    expect(met).toMatchObject({ person: "(missing)", until: "(missing)" });
    expect(met["login"]).toContain("(missing)");
    expect(mistakes.map(({ property }) => property)).toEqual([
      "login",
      "person",
      "sshKey",
      "wireguardKey",
      "until",
    ]);
  });
});
