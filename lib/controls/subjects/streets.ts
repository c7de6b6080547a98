import type { ClientRecord, SiteRecord } from "../../model/model-file";
import type { Zone } from "../../model/street-plan";
import type { House } from "../house";
import { onceFor } from "../once-for";
import type { Subject } from "../rule";

/** A client and where its street stands, known by its name. */
export interface StreetOfHouse extends Subject {
  readonly client: ClientRecord;
  readonly site: SiteRecord;
}

/** A network of a street, known by its path: `verne/production`, `verne/sync`. */
export interface ZoneOfHouse extends StreetOfHouse {
  readonly zone: Zone;
}

/** A site that some stack stands on or keeps backups at, known as `sites/amsterdam`. */
export interface SiteOfHouse extends Subject {
  readonly site: SiteRecord;
}

/** All clients, in their order; a client is what its first stack says it is. */
export const streetsOf = onceFor((house: House): readonly StreetOfHouse[] =>
  house.clients.flatMap((id) => {
    const [model] = house.ofClient(id);
    return model?.client === undefined ? [] : [{ id, client: model.client, site: model.site }];
  }),
);

/** All networks of all streets. Each is told of once, by the first stack that has it. */
export const zonesOf = onceFor((house: House): readonly ZoneOfHouse[] =>
  streetsOf(house).flatMap(({ client, site }) => {
    const zones = house.ofClient(client.name).flatMap((model) => model.zones);
    const byName = new Map(zones.toReversed().map((zone) => [zone.name, zone]));
    return [...byName.values()].toReversed().map((zone) => {
      const stage = zone.name === "sync" ? {} : { stage: zone.name };
      return { id: `${client.name}/${zone.name}`, ...stage, client, site, zone };
    });
  }),
);

/** All sites, those with a platform first. */
export const sitesOf = onceFor((house: House): readonly SiteOfHouse[] => {
  const models = [...house.platforms, ...house.models];
  const sites = models.flatMap(({ site, backupSite }) => (backupSite ? [site, backupSite] : [site]));
  const byName = new Map(sites.toReversed().map((site) => [site.name, site]));
  return [...byName.values()].toReversed().map((site) => ({ id: `sites/${site.name}`, site }));
});
