import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { defineSite } from "../../../lib";
import { vpnAddressesOf, vpnDocument, vpnPart } from "../../../lib/guest/access/vpn";
import { PROGRAMS } from "../../../lib/guest/guest-part";
import { Admin } from "../../../lib/model/admin";
import type { Site } from "../../../lib/model/site";
import { admins } from "../../../stacks/admins";
import { alkmaar, amsterdam } from "../../../stacks/sites";
import { GuestRoot } from "../../support/guest-root";
import { oost, siteProps } from "../../support/sites";
import { describeWith } from "../../support/tool";

const NARROW = { pool: "10.99.0.0/18", pool6: "2001:db8:99:1::4200/119" };

const guest = new GuestRoot(...(vpnPart(amsterdam).files ?? []));
const withoutIpv6 = new GuestRoot(...(vpnPart(oost).files ?? []));
/** Its pools end in the middle of a number of their addresses. */
const narrow = defineSite(siteProps({ vpn: { ...siteProps({}).vpn, ...NARROW } }));
const inNarrow = new GuestRoot(...(vpnPart(narrow).files ?? []));
afterAll(() => {
  for (const one of [guest, withoutIpv6, inNarrow]) one.remove();
});

const KEYS = admins.map(({ wireguardKey }) => wireguardKey) as [string, string, string];
const GOOD = `jdevries 2028-01-31 ${KEYS[0]} 10.99.1.253/32,2001:db8:99:1::31c9/128\n`;

function check(payload: string | Buffer, on = guest) {
  const staged = join(on.folder, "staged");
  writeFileSync(staged, payload);
  const { status, stderr } = on.run(`${PROGRAMS}/documents/vpn`, ["check", staged]);
  return { status, stderr: stderr.trim() };
}

const person = fc
  .record({
    login: fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8})?$/),
    key: fc.uint8Array({ minLength: 32, maxLength: 32 }).filter((bytes) => bytes.some((byte) => byte > 0)),
    until: fc.date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true }),
  })
  .map(({ login, key, until }) => ({
    ...(admins[0] as (typeof admins)[number]),
    login,
    wireguardKey: Buffer.from(key).toString("base64"),
    until: until.toISOString().slice(0, 10),
  }));

describeWith("wg", "apt-get install wireguard-tools", "a gateway judges its document, and", () => {
  const isTaken =
    (site: Site, on: GuestRoot) => (people: readonly ReturnType<typeof person.generate>["value"][]) => {
      const taken = new Set<string>();
      const distinct = people.filter(({ login }) => {
        const addresses = vpnAddressesOf({ login }, site.vpn);
        const isFree = !addresses.some((address) => taken.has(address));
        if (isFree) for (const address of addresses) taken.add(address);
        return isFree;
      });
      const document = vpnDocument({ admins: distinct.map(Admin.of), site });
      expect(check(document, on)).toEqual({ status: 0, stderr: "" });
    };

  test("takes every document that is rendered for it", () => {
    const people = fc.uniqueArray(person, { maxLength: 8, selector: ({ wireguardKey }) => wireguardKey });
    fc.assert(fc.property(people, isTaken(amsterdam, guest)), { numRuns: 25 });
    fc.assert(fc.property(people, isTaken(oost, withoutIpv6)), { numRuns: 10 });
    fc.assert(fc.property(people, isTaken(narrow, inNarrow)), { numRuns: 15 });
  });

  test("knows where a pool ends", () => {
    const with4 = (address: string) =>
      check(`x 2028-01-31 ${KEYS[0]} ${address}/32,2001:db8:99:1::4300/128\n`, inNarrow);
    const with6 = (address: string) =>
      check(`x 2028-01-31 ${KEYS[0]} 10.99.9.9/32,${address}/128\n`, inNarrow);
    for (const address of ["10.99.0.2", "10.99.63.254"]) expect(with4(address).status).toBe(0);
    for (const address of ["10.99.64.0", "10.98.255.255"])
      expect(with4(address).stderr).toContain("is not in");
    for (const end of ["4202", "43ff"]) expect(with6(`2001:db8:99:1::${end}`).status).toBe(0);
    for (const end of ["41ff", "4400"]) expect(with6(`2001:db8:99:1::${end}`).stderr).toContain("is not in");
  });

  test.each([
    [
      "another site's",
      vpnDocument({ admins: admins.map(Admin.of), site: alkmaar }),
      "is not in 10.99.1.0/24",
    ],
    ["text", "hello\n", "line 1: is not login, last day, key, addresses"],
    ["an empty line", `${GOOD}\n`, "line 2: is not"],
    ["more on a line", GOOD.replace("\n", " x\n"), "is not login"],
    ["spaces", GOOD.replace(" ", "  "), "is not login"],
    ["a line end of another system", GOOD.replace("\n", "\r\n"), "is not one address"],
    ["a login that is none", GOOD.replace("jdevries", "$(reboot)"), "the login is none"],
    ["a login with a quote", GOOD.replace("jdevries", 'j"devries'), "the login is none"],
    ["a day that is none", GOOD.replace("2028-01-31", "2028-13-01"), "the last day is none"],
    ["a day without end", GOOD.replace("2028-01-31", "never"), "the last day is none"],
    ["a key that is none", GOOD.replace(KEYS[0], "A".repeat(44)), "the key is none"],
    ["a key of nothing", GOOD.replace(KEYS[0], `${"A".repeat(43)}=`), "the key is none"],
    ["a key that only looks like one", GOOD.replace(KEYS[0], `${"A".repeat(42)}B=`), "wg: Key is not"],
    ["everybody's addresses", GOOD.replace("10.99.1.253/32", "0.0.0.0/0"), "is not one address"],
    ["a whole pool", GOOD.replace("10.99.1.253/32", "10.99.1.0/24"), "is not one address"],
    ["a whole IPv6 pool", GOOD.replace("::31c9/128", "::/64"), "is not one address"],
    ["an address of another pool", GOOD.replace("10.99.1.253", "10.99.2.253"), "is not in 10.99.1.0/24"],
    ["an address of a server", GOOD.replace("10.99.1.253", "10.20.7.2"), "is not in 10.99.1.0/24"],
    ["an IPv6 address next to the pool", GOOD.replace("99:1::", "99:2::"), "is not in 2001:db8:99:1::/64"],
    ["the gateway's address", GOOD.replace("10.99.1.253", "10.99.1.1"), "is the address of the gateway"],
    ["the gateway's IPv6 address", GOOD.replace("::31c9", ":0:0:0:1"), "is the address of the gateway"],
    ["an address that is none", GOOD.replace("10.99.1.253", "10.99.1.256"), "is not an address"],
    ["an address with zeros", GOOD.replace("10.99.1.253", "10.99.1.025"), "is not an address"],
    ["one family", GOOD.replace(/,.*/, ""), "has 1 addresses"],
    ["three addresses", GOOD.replace("\n", ",10.99.1.9/32\n"), "has 3 addresses"],
    ["a login twice", GOOD + GOOD, "the login jdevries stands on line 1 as well".replace(" jdevries", "")],
    ["a key twice", GOOD + GOOD.replace("jdevries", "other"), "the key stands on line 1 as well"],
    [
      "an address twice",
      GOOD + GOOD.replace("jdevries", "other").replace(KEYS[0], KEYS[1]),
      "the address stands on line 1 as well",
    ],
    [
      "an address twice, written another way",
      GOOD +
        GOOD.replace("jdevries", "other")
          .replace(KEYS[0], KEYS[1])
          .replace("10.99.1.253", "10.99.1.252")
          .replace("::31c9", ":0:0::31c9"),
      "the address stands on line 1 as well",
    ],
  ])("refuses %s", (_what, payload, why) => {
    const { status, stderr } = check(payload);
    expect([status, stderr]).toEqual([1, expect.stringContaining(why)]);
    expect(stderr.split("\n")).toHaveLength(1);
  });

  test("refuses what it cannot read as text", () => {
    expect(check(Buffer.from([0, 255, 10])).status).toBe(1);
  });

  test("refuses everything that is one character away from a line, or takes it for another's line", () => {
    const change = fc.record({
      at: fc.nat(GOOD.length - 2),
      to: fc.constantFrom(..." \t\n\0\"'$`;|&\\/:.,=-0aZ".split("")),
    });
    fc.assert(
      fc.property(change, ({ at, to }) => {
        const changed = `${GOOD.slice(0, at)}${to}${GOOD.slice(at + 1)}`;
        const { status } = check(changed);
        const form =
          /^[a-z][a-z0-9-]* \d{4}-\d\d-\d\d [\w+/]{43}= 10\.99\.1\.\d+\/32,2001:db8:99:1:[0-9a-f:]+\/128\n$/;
        if (status === 0) expect(changed).toMatch(form);
        if (changed === GOOD) expect(status).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("does not take silence of WireGuard's for a judgement", () => {
    guest.standIn("wg", "exit 0");
    const { status, stderr } = check(GOOD);
    guest.standIn("wg", 'real "$@"');
    expect([status, stderr]).toEqual([1, expect.stringContaining("wg did not judge the document")]);
    expect(check(GOOD).status).toBe(0);
  });
});

describe("a gateway that is asked for something else", () => {
  test("says so", () => {
    const { status, stderr } = guest.run(`${PROGRAMS}/documents/vpn`, ["forget"]);
    expect([status, stderr]).toEqual([1, "vpn does not know forget\n"]);
  });
});
