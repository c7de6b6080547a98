import { patchPlan } from "../guest/patching/patch-plan";
import { MaintenanceWindow } from "../model/maintenance-window";
import { FIGURES } from "../model/promises/figures";
import type { Site } from "../model/site";
import { Stage } from "../model/stage";
import type { GroupGuest } from "./documents";

/** What a server of the platform is told of itself: it is nobody's in particular, and patched in the sheet's window. */
export function platformGuest({ name }: Site): GroupGuest {
  return {
    labels: { client: "platform", stage: "platform", class: FIGURES.minimumClass },
    logFiles: [],
    patches: patchPlan({
      group: name,
      stage: Stage.PRODUCTION,
      window: MaintenanceWindow.SHEET,
      members: 1,
    }),
    patchPeers: [],
  };
}
