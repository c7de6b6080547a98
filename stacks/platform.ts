import type { App } from "cdktf";
import { type Site, SitePlatform } from "../lib";
import { admins } from "./admins";
import { authority } from "./authority";
import { clusterOf } from "./cluster";
import { alkmaar, amsterdam } from "./sites";

const SITES = [amsterdam, alkmaar];

/** Who can read the password of every backup when servers and repository are lost: a key kept outside both sites. */
const escrow = ["age1j70aqf57yq2zkh76zqgxmscw269eumq5dnuv6866w66mhjxmg3gsrmn9hp"];

/** What is there before any client. */
export function platform(app: App): void {
  for (const site of SITES) {
    const otherSites = SITES.filter((other) => other !== site);
    const [other] = otherSites as [Site];
    new SitePlatform(app, { site, otherSites, admins, authority, escrow, cluster: clusterOf(site, other) });
  }
}
