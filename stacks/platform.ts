import type { App } from "cdktf";
import { SitePlatform } from "../lib";
import { admins } from "./admins";
import { alkmaar, amsterdam } from "./sites";

/** What is there before any client. */
export function platform(app: App): void {
  for (const site of [amsterdam, alkmaar]) new SitePlatform(app, { site, admins });
}
