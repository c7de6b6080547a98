import type { App } from "cdktf";
import { Classification, Street } from "../../lib";
import { alkmaar } from "../sites/alkmaar";
import { amsterdam } from "../sites/amsterdam";

const facts = { productOwner: "Wim Kuiper", team: "Team Noord", network: "10.20.16.0/22" };

/** The smallest street there is: four closed environments behind their own firewall, ready for servers. */
export class Buurtbus extends Street {
  constructor(scope: App) {
    super(scope, "buurtbus", {
      ...facts,
      classification: Classification.SENSITIVE,
      site: amsterdam,
      backupSite: alkmaar,
    });
  }
}
