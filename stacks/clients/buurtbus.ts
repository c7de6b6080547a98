import type { App } from "cdktf";
import { Classification, RedundantVms, Street, VmSize } from "../../lib";
import { alkmaar, amsterdam } from "../sites";

const people = { productOwner: "Wim Kuiper", team: "Team Noord" };
const place = { site: amsterdam, backupSite: alkmaar, network: "10.20.16.0/22" };

export class Buurtbus extends Street {
  constructor(scope: App) {
    super(scope, "buurtbus", { classification: Classification.SENSITIVE, ...people, ...place });
    this.forEachEnvironment((environment) => new RedundantVms(environment, "web", { size: VmSize.SMALL }));
  }
}
