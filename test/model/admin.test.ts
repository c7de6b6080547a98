import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { Admin, type AdminProps } from "../../lib/model/admin";
import { Cidr } from "../../lib/model/cidr";
import { Day } from "../../lib/model/day";
import { IpAddress } from "../../lib/model/ip";
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

describe("an administrator's own address", () => {
  const logins = fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/);
  const pools = fc.oneof(
    fc.integer({ min: 16, max: 28 }).map((prefix) => Cidr.around(IpAddress.parse("10.99.0.0"), prefix)),
    fc.integer({ min: 48, max: 120 }).map((prefix) => Cidr.around(IpAddress.parse("2001:db8:99::"), prefix)),
  );

  test("is in the pool, and neither the network's, nor the gateway's, nor the last", () => {
    fc.assert(
      fc.property(pools, logins, (pool, login) => {
        const address = Admin.addressIn(pool, login);
        expect(pool.contains(address)).toBe(true);
        for (const taken of [pool.first, pool.first.plus(1), pool.last])
          expect(address.equals(taken)).toBe(false);
      }),
    );
  });

  test("may be any of the others: a pool is used from its third address to the one before its last", () => {
    const pool = Cidr.parse("10.99.1.0/28");
    const all = Array.from({ length: 500 }, (_, index) =>
      Number(Admin.addressIn(pool, `admin${index}`).value & 15n),
    );
    expect([...new Set(all)].toSorted((one, other) => one - other)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
    ]);
  });

  test("follows from the login alone, for ever", () => {
    expect(`${Admin.addressIn(Cidr.parse("10.99.1.0/24"), "jdevries")}`).toBe("10.99.1.253");
    expect(`${Admin.addressIn(Cidr.parse("10.99.2.0/24"), "jdevries")}`).toBe("10.99.2.253");
  });
});
