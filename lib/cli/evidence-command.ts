import { relative } from "node:path";
import { type EvidenceFiles, evidenceFiles } from "../controls/evidence/evidence-files";
import { verdict } from "../controls/evidence/evidence-page";
import { type EvidenceReport, wrongIn } from "../controls/evidence/evidence-report";
import { InvalidError } from "../model/mistake";
import { clientNames } from "../synth/fleet";
import { check } from "../synth/synthesize";
import { Targets } from "../synth/targets";
import type { CommandContext } from "./command";
import { EvidenceFolder } from "./evidence-folder";
import { EXIT, type ExitCode } from "./exit-code";
import { printMistakes } from "./print-mistakes";
import { formatTable } from "./table";
import { understood } from "./usage-error";

const DEFAULT_FOLDER = "evidence.out";

/**
 * `straat evidence [CLIENT]`: whether each promise is kept and by what, who has access until when, and what to do after
 * a disaster; of the fleet and of every client, or of one. Everything is judged whichever is written: what clients say
 * together bears on each of them. A report of what is wrong is written too; the exit code says that something is.
 */
export function evidenceCommand(context: CommandContext): ExitCode {
  const { fleet, operands, options, flags, clearProgress } = context;
  const clients = clientNames(fleet);
  const only = understood(() => onlyClient(operands, clients));
  const folder = understood(() => new EvidenceFolder(flags.output ?? DEFAULT_FOLDER));
  const { mistakes, assessment } = check(fleet, { ...options, targets: Targets.ALL });
  if (assessment === undefined) {
    clearProgress();
    printMistakes(mistakes, "in what is declared");
    process.stderr.write("Nothing was written; the evidence is as it was.\n");
    return EXIT.MISTAKES;
  }
  const scopes = only === undefined ? [undefined, ...clients] : [only];
  const made = scopes.map((client) => {
    options.onProgress?.(`writing evidence of ${client ?? "the fleet"}`);
    return evidenceFiles(assessment, client);
  });
  const files = Object.assign({}, ...made.map((one) => one.files)) as EvidenceFiles["files"];
  folder.write(files, `${options.day}`, only === undefined);
  clearProgress();
  const reports = made.map(({ report }) => report);
  process.stdout.write(overview(reports, Object.keys(files), relative("", folder.path) || "."));
  process.stderr.write(wrongs(reports));
  return reports.some((report) => wrongIn(report).length > 0) ? EXIT.MISTAKES : EXIT.OK;
}

/** What was written, and how the promises are. */
function overview(reports: readonly EvidenceReport[], files: readonly string[], folder: string): string {
  const [first] = reports;
  const statuses = (first?.summary ?? []).map(({ status }) => status);
  const rows = statuses.map((status) => [
    status.toUpperCase(),
    ...reports.map((report) => `${report.summary.find((one) => one.status === status)?.promises ?? 0}`),
  ]);
  const head = ["PROMISES", ...reports.map(({ client }) => client ?? "(fleet)")];
  return [
    formatTable([head, ...rows]),
    "",
    ...(first === undefined ? [] : [`${first.client ?? "Fleet"}, on ${first.day}: ${verdict(first)}`, ""]),
    `Written to ${folder}/:`,
    ...files.map((name) => `  ${name}`),
    "",
  ].join("\n");
}

/** Which promises somebody has to do something about; each once, with where. */
function wrongs(reports: readonly EvidenceReport[]): string {
  const found = reports.flatMap((report) =>
    wrongIn(report).map(({ promise, status }) => ({
      text: `${promise.id} ${status}: ${promise.meaning}`,
      where: report.client ?? "the fleet",
    })),
  );
  const texts = [...new Set(found.map(({ text }) => text))].sort();
  return texts
    .map((text) => {
      const places = found.filter((one) => one.text === text).map(({ where }) => where);
      return `${text} (${places.join(", ")})\n`;
    })
    .join("");
}

/** @throws InvalidError for what is not one client */
function onlyClient(operands: readonly string[], clients: readonly string[]): string | undefined {
  const [client, ...rest] = operands;
  if (client === undefined) return undefined;
  if (rest.length === 0 && clients.includes(client)) return client;
  throw new InvalidError({
    value: operands.join(" "),
    problem: "is not one client",
    remedy: `write one of ${clients.join(", ") || "the clients in stacks/clients"}, or nothing for all of them`,
  });
}
