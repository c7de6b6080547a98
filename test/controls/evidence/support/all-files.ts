import type { Assessment } from "../../../../lib/controls/assessment";
import { evidenceFiles } from "../../../../lib/controls/evidence/evidence-files";

/** Every file of the fleet and of all its clients, by name. */
export function allFiles(assessment: Assessment): Readonly<Record<string, string>> {
  const scopes = [undefined, ...new Set(assessment.stacks.flatMap(({ client }) => client?.name ?? []))];
  return Object.assign({}, ...scopes.map((client) => evidenceFiles(assessment, client).files));
}
