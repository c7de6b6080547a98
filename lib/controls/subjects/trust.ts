import type { ModelFile } from "../../model/model-file";
import { NO_TRUST, type TrustRecord } from "../../model/trust";
import type { House } from "../house";

/** Whom servers of a stack's site believe, as its platform says. Nobody where there is no platform. */
export function trustOf({ site }: Pick<ModelFile, "site">, house: House): TrustRecord {
  return house.platformOf(site.name)?.trust ?? NO_TRUST;
}
