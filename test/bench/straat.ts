import { defineSite, type Fleet, SitePlatform } from "../../lib";
import { findingsOf } from "../../lib/controls/assessment";
import { FORMATS } from "../../lib/controls/report/formats";
import { Day } from "../../lib/model/day";
import { JudgeInTurn } from "../../lib/synth/stack-judge";
import { synthesize } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { admins } from "../../stacks/admins";
import { authority } from "../../stacks/authority";
import { evidence } from "../../stacks/evidence";
import { teamTech } from "../../stacks/team-tech";
import { AWAY, ESCROW, HOME } from "./declared";

/** Any day before the whitelist ends: the bench has to give the same result today and next year. */
const DAY = Day.parse("2027-01-15");

/** Generated client files import these, as written ones do those of `stacks/sites`. */
export const home = defineSite(HOME);
export const away = defineSite(AWAY);

const SITES = [home, away];

/**
 * All that `straat synth` does, from reading client files to putting the result in place.
 *
 * @param onJudging called when all stacks are written and judging goes on
 * @param inTurn whether to judge them then and no sooner
 * @throws Error with what is wrong: a fleet with findings is not the one that is compared
 */
export function synthesizeClients(
  folder: string,
  outdir: string,
  onJudging: () => void,
  inTurn: boolean,
): void {
  const fleet: Fleet = {
    clients: folder,
    teamTech,
    evidence,
    platform: (app) => {
      for (const site of SITES) {
        const otherSites = SITES.filter((other) => other !== site);
        new SitePlatform(app, { site, otherSites, admins, authority, escrow: ESCROW });
      }
    },
  };
  const onProgress = (what: string) => {
    if (what.startsWith("judging ")) onJudging();
  };
  const { mistakes, assessment } = synthesize(fleet, {
    outdir,
    targets: Targets.ALL,
    day: DAY,
    state: { kind: "local" },
    onProgress,
    ...(inTurn ? { judge: new JudgeInTurn(onProgress) } : {}),
  });
  if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes, null, 2));
  if (assessment === undefined) throw new Error("nothing was judged");
  if (findingsOf(assessment).length > 0) throw new Error(FORMATS.terminal(assessment));
}
