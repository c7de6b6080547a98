import type { ModelFile } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule, type Subject } from "../../rule";
import { problemsOf, unless } from "../../subjects/problems";
import { sitesOf } from "../../subjects/streets";

interface Gate extends Subject {
  readonly site: ModelFile["site"];
}

/** V-07, H-15, B-06: administrators still get in when a site is lost. */
export const gatewayAtEverySite = houseRule<Gate>({
  id: "gateway-at-every-site",
  info: "every site has a VPN gateway, under a name of its own",
  explanation:
    "One gateway is enough until its site is the one that is lost, which is when administrators are needed most. Two under one name are one to whoever connects.",
  remedy: "declare a SitePlatform for each site, and give each site its own vpn.endpoint",
  promises: ["V-07", "H-15", "B-06"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (house) =>
    house.platformsKnown ? sitesOf(house).map(({ site }) => ({ id: `platform-${site.name}`, site })) : [],
  judge({ site: { name, vpn } }, house) {
    const platform = house.platformOf(name);
    if (platform === undefined) return `no platform of ${name} is declared`;
    const gateways = platform.groups.filter(({ role }) => role === "vpn-gateway");
    const namesakes = sitesOf(house).filter(
      ({ site }) => site.name !== name && site.vpn.endpoint === vpn.endpoint,
    );
    return problemsOf(
      unless(gateways.length === 1, `it has ${gateways.length} VPN gateways`),
      namesakes.map(({ site }) => `its gateway is ${vpn.endpoint}, and so is that of ${site.name}`),
    );
  },
});
