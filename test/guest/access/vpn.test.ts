import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { defineSite } from "../../../lib";
import { vpnAddressesOf, vpnDocument, vpnPart } from "../../../lib/guest/access/vpn";
import { Admin } from "../../../lib/model/admin";
import { Cidr } from "../../../lib/model/cidr";
import { admins } from "../../../stacks/admins";
import { alkmaar, amsterdam } from "../../../stacks/sites";
import { mistakeOf } from "../../support/errors";
import { oost, siteProps } from "../../support/sites";
import { verifyUnits } from "../../support/systemd";
import { describeWith } from "../../support/tool";

const people = admins.map(Admin.of);
const [jantien, omar, sanne] = people as [Admin, Admin, Admin];
const part = vpnPart(amsterdam);
const file = (path: string) => part.files?.find((one) => one.path === path);

describe("the server side of the VPN", () => {
  test("has the first address of each pool, and listens where the firewall lets in", () => {
    const text = file("/etc/wireguard/wg0.conf")?.content;
    expect(text).toContain("\nAddress = 10.99.1.1/24, 2001:db8:99:1::1/64\nListenPort = 51820\n");
    expect(vpnPart(oost).files?.[1]?.content).toContain("\nAddress = 10.99.1.1/24\n");
  });

  test("holds neither a key nor a person: the first is made there, the second are a document", () => {
    const texts = part.files?.map(({ content }) => content).join("\n") ?? "";
    expect(texts).not.toMatch(/^PrivateKey = [^%]/m);
    for (const { login, person, wireguardKey } of people)
      for (const word of [login, person, wireguardKey]) expect(texts).not.toContain(word);
    expect(part).toEqual(vpnPart(amsterdam));
  });

  test("has its tunnel up from the first boot on, and is watched", () => {
    expect(part.enabled).toEqual(["wg-quick@wg0.service", "straat-vpn-watch.timer"]);
  });
});

describe("the document of who may connect (H-16)", () => {
  test("has a line for each person, in the order of logins, with the addresses that servers know them by", () => {
    const lines = vpnDocument({ admins: [sanne, jantien], site: amsterdam }).split("\n");
    expect(lines).toEqual([
      `jdevries 2028-01-31 ${jantien.wireguardKey} 10.99.1.253/32,2001:db8:99:1::31c9/128`,
      `svermeer 2027-06-30 ${sanne.wireguardKey} ${vpnAddressesOf(sanne, amsterdam.vpn).join(",")}`,
      "",
    ]);
  });

  test("is the same bytes in whatever order people are told", () => {
    const text = vpnDocument({ admins: people, site: alkmaar });
    fc.assert(
      fc.property(fc.shuffledSubarray(people, { minLength: people.length }), (shuffled) => {
        expect(vpnDocument({ admins: shuffled, site: alkmaar })).toBe(text);
      }),
    );
  });

  test("has other addresses at the other site, and none of IPv6 where the pool has none", () => {
    const addresses = [amsterdam, alkmaar, oost].map(({ vpn }) => vpnAddressesOf(omar, vpn));
    expect(addresses[0]?.[0]).toBe(addresses[2]?.[0]); // the same pool
    expect(addresses[1]?.filter((address) => addresses[0]?.includes(address))).toEqual([]);
    expect(addresses.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  test("of nobody lets nobody in", () => {
    expect(vpnDocument({ admins: [], site: amsterdam })).toBe("");
  });

  test("is refused when two people share a key, a login, or an address, which have to tell them apart", () => {
    const other = (changes: Partial<(typeof admins)[number]>) =>
      Admin.of({ ...(admins[1] as (typeof admins)[number]), ...changes });
    const two = (one: Admin) => () => vpnDocument({ admins: [jantien, one], site: amsterdam });
    expect(mistakeOf(two(other({ wireguardKey: jantien.wireguardKey }))).problem).toContain(
      jantien.wireguardKey,
    );
    expect(mistakeOf(two(other({ login: "jdevries" }))).problem).toContain("both have jdevries");
    const twin = loginWith(`${Admin.addressIn(amsterdam.vpn.pool, "jdevries")}`);
    expect(mistakeOf(two(other({ login: twin })))).toMatchObject({
      property: "admins",
      value: `jdevries and ${twin}`,
      problem: expect.stringContaining("10.99.1.253/32"),
    });
  });
});

/** Another login that gets this address. */
function loginWith(address: string): string {
  const logins = Array.from({ length: 20_000 }, (_, index) => `somebody${index}`);
  return logins.find((login) => `${Admin.addressIn(Cidr.parse("10.99.1.0/24"), login)}` === address) ?? "";
}

describe("the key of a site's gateway", () => {
  const { vpn } = siteProps({});
  const site = (publicKey: string) => defineSite(siteProps({ vpn: { ...vpn, publicKey } }));

  test("is written down once it is known", () => {
    const { publicKey = "" } = amsterdam.vpn;
    expect(site(publicKey).vpn.publicKey).toBe(publicKey);
    expect(oost.vpn.publicKey).toBeUndefined();
  });

  test.each(["", "short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "ssh-ed25519 AAAA"])(
    "is refused as %j, and it is said where to find it",
    (text) => {
      expect(mistakeOf(() => site(text))).toMatchObject({
        path: "sites/oost",
        property: "vpn.publicKey",
        remedy: expect.stringContaining("guestinfo.straat.report.vpn-public-key"),
      });
    },
  );
});

describeWith("systemd-analyze", "apt-get install systemd", "the units of a VPN gateway", () => {
  test("are what systemd takes, also the one of wg-quick's that is added to", () => {
    const alarm = {
      path: "/etc/systemd/system/straat-alarm@.service",
      content: "[Service]\nExecStart=/bin/true\n",
    };
    expect(verifyUnits([...(part.files ?? []), alarm], ["/usr/bin/wg-quick", "/bin/bash"])).toBe("");
  });
});
