import { counted } from "../report/text";
import { type EvidenceReport, uncheckedIn, wrongIn } from "./evidence-report";
import { type ClientFacts, type StackFacts, shownSize } from "./facts";
import {
  type Block,
  code,
  codes,
  heading,
  type Page,
  paragraph,
  type Section,
  type Text,
  table,
} from "./page";
import type { PromiseAccount } from "./promise-account";
import { promiseLink, promiseSections } from "./promise-section";
import { hasJudged, type RuleAccount } from "./rule-account";
import { bySharedStart } from "./shared-start";
import { STATUS_MEANINGS } from "./status";
import type { WaiverAccount } from "./waiver-account";

/**
 * A report as a page.
 *
 * @param further sections that come before what the report rests on, such as who has access
 */
export function evidencePage(report: EvidenceReport, further: readonly Section[] = []): Page {
  return {
    title: `Evidence: ${report.title}`,
    subtitle: `The promises of the Safety & quality sheet, held against what is declared on ${report.day}.`,
    sections: [
      { title: "Summary", blocks: summary(report) },
      { title: "What this rests on", blocks: [{ kind: "list", items: report.assumptions }] },
      { title: report.client === undefined ? "Clients" : "The client", blocks: clients(report) },
      { title: "Promises", blocks: overview(report.promises) },
      { title: "What nothing checks", blocks: unchecked(uncheckedIn(report)) },
      { title: "Waivers", blocks: [waivers(report.waivers)] },
      ...promiseSections(report.promises),
      { title: "Rules", blocks: report.rules.flatMap(ruleBlocks) },
      { title: "Stacks, servers and workloads", blocks: stackBlocks(report) },
      ...further,
    ],
  };
}

function summary(report: EvidenceReport): readonly Block[] {
  const { summary: counts, stacks, rules, promises, waivers: all } = report;
  const wrong = wrongIn(report);
  const judged = rules.filter(hasJudged);
  return [
    paragraph(verdict(report)),
    table(
      "How the promises are",
      ["Status", "Promises", "What it means"],
      counts.map(({ status, promises: number }) => [[{ status }], `${number}`, STATUS_MEANINGS[status]]),
      "",
    ),
    ...(wrong.length === 0
      ? []
      : [
          table(
            "What is not as the sheet says",
            ["Promise", "Status", "What is promised"],
            wrong.map((one) => [[promiseLink(one)], [{ status: one.status }], one.promise.meaning]),
            "",
          ),
        ]),
    {
      kind: "facts",
      facts: [
        ["Promises", `${promises.length}`],
        ["Rules", `${judged.length} looked, of ${rules.length} that hold here`],
        ["Stacks", `${stacks.length} with ${shownSize(stacks)}`],
        ["Waivers", `${all.length}`],
        ["Team Tech", report.teamTech.join(", ") || "nobody is named"],
      ],
    },
  ];
}

/** The worst first, in one sentence. */
export function verdict({ summary: counts, promises }: EvidenceReport): string {
  const told = counts.filter(({ promises: number }) => number > 0);
  const parts = told.map(({ status, promises: number }) => `${number} ${status}`);
  return `Of ${counted(promises.length, "promise")}: ${parts.join("; ")}.`;
}

function clients({ clients: all }: EvidenceReport): readonly Block[] {
  if (all.length === 0) return [paragraph("No client is declared.")];
  return all.flatMap((client) => [
    heading(3, `Client ${client.name}`),
    { kind: "facts", facts: facts(client) },
  ]);
}

function facts(client: ClientFacts): readonly (readonly [string, Text])[] {
  const addresses = client.publicAddresses.map(([stage, address]) => `${stage} ${address}`);
  return [
    ["Class of its data", client.classification],
    ["Product owner", client.productOwner],
    ["Team", client.team],
    ["Site", client.site],
    ["Backups go to", client.backupSite],
    ["Production is", client.exposure],
    ["Public addresses", addresses.join(", ") || "none"],
    ["Networks", codes(client.networks)],
    ["Stages", client.stages.join(", ") || "none was judged"],
    ["Maintenance", client.maintenance],
    ["Profiles", client.profiles.join(", ") || "none beside the sheet"],
  ];
}

function overview(promises: readonly PromiseAccount[]): readonly Block[] {
  return [
    table(
      "Every promise of the sheet",
      ["Promise", "Status", "What is promised"],
      promises.map((one) => [[promiseLink(one)], [{ status: one.status }], one.promise.meaning]),
      "",
    ),
  ];
}

function unchecked(promises: readonly PromiseAccount[]): readonly Block[] {
  if (promises.length === 0)
    return [paragraph("Every promise that is no matter of documents alone is checked.")];
  return [
    paragraph("No rule looked at these. Whether they are kept is not known here."),
    {
      kind: "list",
      items: promises.map((one) => [
        promiseLink(one),
        " ",
        { status: one.status },
        ` ${one.promise.meaning}`,
      ]),
    },
  ];
}

function waivers(all: readonly WaiverAccount[]): Block {
  return table(
    "Leave to stay under a promise, what ends first before the others",
    ["Last day", "Holds", "Of", "For", "Owner", "Ticket", "Why", "Allows", "Declared by"],
    all.map((waiver) => [
      waiver.untilText || "(nothing)",
      waiver.holds ? "yes" : "no",
      waiver.rule === undefined ? "the class of data" : [code(waiver.rule)],
      [code(waiver.subject)],
      waiver.owner,
      waiver.ticket ?? "none",
      waiver.reason,
      counted(waiver.allows, "finding"),
      waiver.declaredBy,
    ]),
    "There is none.",
  );
}

function ruleBlocks(account: RuleAccount): readonly Block[] {
  const { rule, kept, findings, waived, notJudged } = account;
  const subjects = bySharedStart(kept.map(({ subject }) => subject));
  return [
    heading(3, `Rule ${rule.id}`),
    paragraph(`It holds that ${rule.info}. ${rule.explanation}`),
    paragraph(
      hasJudged(account)
        ? `${kept.length} as promised, ${findings.length} not, ${waived.length} not and allowed.`
        : "It had nothing to look at.",
      ` For ${rule.promises.join(", ")}.`,
    ),
    ...notJudged.map(({ stack, why }) => paragraph("It did not judge ", code(stack), `: ${why}.`)),
    ...(kept.length === 0
      ? []
      : [
          {
            kind: "folded" as const,
            title: `What is as ${rule.id} says (${kept.length})`,
            blocks: [{ kind: "list" as const, items: subjects }],
          },
        ]),
  ];
}

function stackBlocks({ stacks }: EvidenceReport): readonly Block[] {
  return stacks.flatMap((stack) => [
    heading(3, `Stack ${stack.path}`),
    paragraph(
      `${shownSize([stack])} at ${stack.site}. ${KINDS[stack.kind]} In Terraform it is `,
      code(stack.name),
      ".",
    ),
    serverTable(stack),
    ...(stack.workloads.length === 0 ? [] : [workloadTable(stack)]),
  ]);
}

function serverTable({ path, servers }: StackFacts): Block {
  const rows = servers.map(({ name, group, address, addresses }): readonly Text[] => [
    [code(name)],
    [code(group)],
    [code(address)],
    codes(addresses),
  ]);
  const head = ["Server", "Group", "In Terraform", "Addresses"];
  return folded(`Servers of ${path}`, head, rows, "It has no servers.");
}

function workloadTable({ path, workloads }: StackFacts): Block {
  const rows = workloads.map(({ path: name, kind, namespace, pods, hostnames }): readonly Text[] => [
    [code(name)],
    kind,
    [code(namespace)],
    pods,
    codes(hostnames),
  ]);
  const head = ["Workload", "Kind", "Namespace", "Pods", "Host names"];
  return folded(`Workloads of ${path}`, head, rows, "");
}

function folded(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Text[])[],
  nothing: string,
): Block {
  return {
    kind: "folded",
    title: `${title} (${rows.length})`,
    blocks: [table(title, head, rows, nothing)],
  };
}

const KINDS = {
  platform: "It is what a site has before any client.",
  street: "It is what all stages of a client share.",
  environment: "It is one stage of a client.",
} as const;
