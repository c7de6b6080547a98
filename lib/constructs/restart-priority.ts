import type { ServerRole } from "../model/model-file";
import { Stage } from "../model/stage";

/** Values of vSphere HA's restart priority that Straat uses, first restarted first. */
export type RestartPriority = "highest" | "high" | "medium" | "low" | "lowest";

/**
 * The order in which vSphere HA restarts servers after a host is lost (H-03): what others need comes first, data
 * before what uses it, production before everything of an earlier stage.
 *
 * @param stage undefined for servers that serve all stages
 */
export function restartPriority(role: ServerRole, stage: Stage | undefined, data: boolean): RestartPriority {
  if (role === "backup-repository") return "medium";
  if (role !== "server" || stage === undefined) return "highest";
  if (stage === Stage.PRODUCTION) return data ? "high" : "medium";
  return stage === Stage.ACCEPTANCE ? "low" : "lowest";
}
