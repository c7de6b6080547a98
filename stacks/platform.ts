import type { App } from "cdktf";
import { SitePlatform } from "../lib";
import { admins } from "./admins";
import { alkmaar, amsterdam } from "./sites";

const SITES = [amsterdam, alkmaar];

/** What is there before any client. */
export function platform(app: App): void {
  for (const site of SITES) {
    new SitePlatform(app, { site, otherSites: SITES.filter((other) => other !== site), admins });
  }
}
