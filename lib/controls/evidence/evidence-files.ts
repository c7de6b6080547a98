import type { Assessment } from "../assessment";
import { accessJson } from "./access-json";
import { accessPage, accessSections } from "./access-page";
import { accessReport } from "./access-report";
import { evidencePage } from "./evidence-page";
import { type EvidenceReport, evidenceReport } from "./evidence-report";
import { html } from "./html";
import { markdown } from "./markdown";
import { oscal } from "./oscal";
import { runbook } from "./runbook";
import { runbookPage } from "./runbook-page";

/** All that is written of one client, or of the fleet. */
export interface EvidenceFiles {
  readonly report: EvidenceReport;
  /** Texts by file name. The same assessment gives the same texts. */
  readonly files: Readonly<Record<string, string>>;
}

/** What the files of the fleet begin with. */
const FLEET = "fleet";

/** @throws RangeError for a client of whom nothing was judged */
export function evidenceFiles(assessment: Assessment, client?: string): EvidenceFiles {
  const report = evidenceReport(assessment, client);
  const access = accessReport(assessment, client);
  const page = evidencePage(report, accessSections(access));
  const name = fileName(client);
  return {
    report,
    files: {
      [`${name}.md`]: markdown(page),
      [`${name}.html`]: html(page),
      [`${name}.oscal.json`]: oscal(report),
      [`${name}-runbook.md`]: markdown(runbookPage(runbook(assessment, client))),
      [`${name}-access.md`]: markdown(accessPage(access)),
      [`${name}-access.json`]: accessJson(access),
    },
  };
}

/** A client may be called so that its files would be somebody else's; a name has no underscore, so those two tell. */
function fileName(client: string | undefined): string {
  if (client === undefined) return FLEET;
  return /^fleet$|-(runbook|access)$/.test(client) ? `client_${client}_` : client;
}
