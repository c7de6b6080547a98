import type { Client } from "../model/client";
import type { Day } from "../model/day";
import type { ClientRecord } from "../model/model-file";
import type { WhitelistEntry } from "../model/whitelist-entry";

/** The entries of a client's whitelist that hold on a day; the last day counts. */
export function whitelistToday(client: Client, day: Day): readonly WhitelistEntry[] {
  return client.whitelist.filter((entry) => entry.holdsOn(day));
}

/** A client as the model file writes it. */
export function clientRecord(client: Client, day: Day): ClientRecord {
  const { name, classification, classificationWaiver, productOwner, team, exposure, maintenance, profiles } =
    client;
  return {
    name,
    classification,
    classificationWaiver,
    productOwner,
    team,
    networks: [client.plan.block, ...(client.plan.block6 === undefined ? [] : [client.plan.block6])],
    backupSite: client.backupSite.name,
    exposure,
    publicAddresses: Object.fromEntries(client.publicAddresses),
    whitelist: whitelistToday(client, day),
    maintenance,
    profiles,
  };
}
