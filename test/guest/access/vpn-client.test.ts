import { describe, expect, test } from "@jest/globals";
import { forwardedNetworks, vpnClientConfigs } from "../../../lib/guest/access/vpn-client";
import { Admin } from "../../../lib/model/admin";
import { Cidr } from "../../../lib/model/cidr";
import type { ModelFile } from "../../../lib/model/model-file";
import { Addresses } from "../../../lib/network/addresses";
import { parseAddresses } from "../../../lib/network/range-text";
import { admins } from "../../../stacks/admins";
import { mistakesOf } from "../../support/errors";
import { buildFleet } from "../../support/fleet";

const built = buildFleet([]);
const platforms = built.straatStacks.map((stack) => stack.toModel());
const [amsterdam, alkmaar] = platforms as [ModelFile, ModelFile];
const jantien = Admin.of(admins[0] as (typeof admins)[number]);

/** What the firewall of the site's gateway forwards to, as the model file says. */
function forwardedTo({ walls }: ModelFile): Addresses {
  const rules = walls.filter(({ hook }) => hook === "forward").flatMap((wall) => wall.rules);
  return rules.map(({ to }) => parseAddresses(to)).reduce((all, some) => all.union(some));
}

/** What a configuration sends into the tunnel. */
function allowedBy(text: string): Addresses {
  const lines = [...text.matchAll(/^AllowedIPs = (.*)$/gm)].flatMap(([, list = ""]) => list.split(", "));
  return Addresses.of(...lines.map(Cidr.parse));
}

const gatewayOf = ({ groups }: ModelFile): Addresses => {
  const servers = groups.find(({ role }) => role === "vpn-gateway")?.servers ?? [];
  const addresses = servers.flatMap(({ interfaces }) => interfaces.flatMap((card) => card.addresses));
  expect(addresses).toHaveLength(2);
  return Addresses.of(...addresses);
};

/** Where a gateway answers inside its own tunnel. */
const endOf = ({ site }: ModelFile): Addresses =>
  Addresses.of(site.vpn.pool.at(1), ...(site.vpn.pool6 ? [site.vpn.pool6.at(1)] : []));

describe("an administrator's own configuration", () => {
  test.each(platforms.map((platform) => [platform.site.name, platform] as const))(
    "leads into %s's tunnel exactly what its gateway forwards, and of the gateway itself its end of the tunnel",
    (_name, platform) => {
      const [config] = vpnClientConfigs(jantien, platforms, [platform]);
      const allowed = allowedBy(config?.text ?? "");
      const forwarded = forwardedTo(platform).minus(gatewayOf(platform));
      expect(allowed.equals(forwarded.union(endOf(platform)))).toBe(true);
      expect(forwarded.intersect(endOf(platform)).isEmpty).toBe(true);
      expect(allowed.intersect(gatewayOf(platform)).isEmpty).toBe(true);
      expect(forwardedTo(platform).covers(gatewayOf(platform))).toBe(true);
    },
  );

  test("follows the firewall when that forwards less", () => {
    const less = amsterdam.walls.map((wall) => ({
      ...wall,
      rules: wall.rules.map((rule) => ({ ...rule, to: ["10.20.0.0-10.20.3.255", "2001:db8:2000::5"] })),
    }));
    const some = forwardedNetworks({ ...amsterdam, walls: less });
    expect(some).toEqual({ whole: ["10.20.0.0/22", "2001:db8:2000::5/128"], around: [] });
    expect(forwardedNetworks({ ...amsterdam, walls: [] })).toEqual({ whole: [], around: [] });
  });

  test("leads by either site to the same servers", () => {
    const [one, other] = vpnClientConfigs(jantien, platforms).map(({ text }) => allowedBy(text));
    const both = [amsterdam, alkmaar].flatMap((platform) => [gatewayOf(platform), endOf(platform)]);
    const gateways = both.reduce((all, some) => all.union(some));
    expect(one?.union(gateways).equals(other?.union(gateways) ?? Addresses.NONE)).toBe(true);
  });

  test("is the same bytes every time", () => {
    expect(vpnClientConfigs(jantien, platforms)).toEqual(vpnClientConfigs(jantien, platforms));
  });

  test("is saved under a name that an interface can have, and no other site's has", () => {
    const named = (...names: readonly string[]) => {
      const sites = names.map((name, index) => {
        const model = platforms[index] as ModelFile;
        return { ...model, site: { ...model.site, name } };
      });
      return vpnClientConfigs(jantien, sites).map(({ fileName }) => fileName);
    };
    expect(named("oost", "west")).toEqual(["vpn-oost.conf", "vpn-west.conf"]);
    expect(named("amsterdam-zuidoost", "alkmaar")).toEqual(["vpn-amsterdam-z.conf", "vpn-alkmaar.conf"]);
    expect(named("noord-holland-1", "noord-holland-2")).toEqual(["vpn-1.conf", "vpn-2.conf"]);
  });

  test("cannot be made for any site whose gateway's key is not known, and all of those are told", () => {
    const unknown = platforms.map((model) => ({
      ...model,
      site: { ...model.site, vpn: { ...model.site.vpn, publicKey: undefined } },
    }));
    const mistakes = mistakesOf(() => vpnClientConfigs(jantien, unknown));
    expect(mistakes.map(({ path }) => path)).toEqual(["sites/amsterdam", "sites/alkmaar"]);
  });
});
