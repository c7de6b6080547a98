import { countrySetName } from "../../../lib/model/country";
import { payloadOf } from "../../support/guestinfo";
import type { Speaker } from "./speaker";

/** The host that stands for both members of a street's edge. */
export const EDGE = "edge";

export interface Machine {
  readonly name: string;
  readonly extra_config: Readonly<Record<string, string>>;
}

/** The rulesets as servers would read them, by the host of the lab that stands for the server. */
export function rulesetsOf(
  machines: Readonly<Record<string, Machine>> = {},
): readonly (readonly [string, string])[] {
  return (
    Object.values(machines)
      // One member stands for both, and a repository is in another site than what it keeps.
      .filter(({ name }) => !name.endsWith("-edge-2") && !name.startsWith("backup-"))
      .map(({ name, extra_config }) => {
        return [hostOf(name), payloadOf(extra_config["guestinfo.straat.firewall"] ?? "")] as const;
      })
  );
}

/** An edge that has heard which addresses are of a country: those of the lab's visitors from there. */
export function withVisitors(ruleset: string, speakers: readonly Speaker[]): string {
  const elements = speakers.flatMap(({ place: { countries }, sources }) =>
    (countries === undefined ? [] : sources).map((address) => {
      const set = countrySetName(countries ?? [], address.includes(":") ? 6 : 4);
      return ruleset.includes(`set ${set} {`) ? `add element inet straat ${set} { ${address} }\n` : "";
    }),
  );
  return `${ruleset}${elements.join("")}`;
}

function hostOf(server: string): string {
  if (server.endsWith("-edge-1")) return EDGE;
  return server.startsWith("vpn-") ? "gateway" : server;
}
