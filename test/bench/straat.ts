import { defineSite, type Fleet, SitePlatform } from "../../lib";
import { Day } from "../../lib/model/day";
import { synthesize } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { admins } from "../../stacks/admins";
import { authority } from "../../stacks/authority";
import { AWAY, ESCROW, HOME } from "./declared";

/** Any day before the whitelist ends: the bench has to give the same result today and next year. */
const DAY = Day.parse("2027-01-15");

/** Generated client files import these, as written ones do those of `stacks/sites`. */
export const home = defineSite(HOME);
export const away = defineSite(AWAY);

const SITES = [home, away];

/** All that `straat synth` does, from reading client files to putting the result in place. */
export function synthesizeClients(folder: string, outdir: string): void {
  const fleet: Fleet = {
    clients: folder,
    platform: (app) => {
      for (const site of SITES) {
        const otherSites = SITES.filter((other) => other !== site);
        new SitePlatform(app, { site, otherSites, admins, authority, escrow: ESCROW });
      }
    },
  };
  const { mistakes } = synthesize(fleet, {
    outdir,
    targets: Targets.ALL,
    day: DAY,
    state: { kind: "local" },
  });
  if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes, null, 2));
}
