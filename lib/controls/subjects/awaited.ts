import type { StackOutput } from "../terraform/stack-output";
import { machinesTold } from "./machines";

/** Live documents that servers get once the house has declared what is in them. */
export const AWAITED_DOCUMENTS: readonly string[] = ["identity", "logs", "backup"];

/** What a server goes by that lists its known leaks; there once its site has a database of them. */
export const SCAN_SETTINGS = "/etc/straat/vulnerability-scan.conf";

/** Whether some server of a stack is given a live document; what no server has is waited for. */
export function isGiven(stack: StackOutput, document: string): boolean {
  return machinesTold(document)(stack).length > 0;
}
