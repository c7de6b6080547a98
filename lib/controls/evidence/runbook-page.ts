import { counted } from "../report/text";
import {
  type Block,
  code,
  codes,
  heading,
  type Inline,
  link,
  type Page,
  paragraph,
  type Section,
  type Text,
  table,
} from "./page";
import { applyCommands, recipientCommands } from "./restore-commands";
import { RESTORE_SECTION, restoreSection } from "./restore-page";
import { tenantBlocks } from "./restore-tenant";
import type { BackupPlace, Phase, Restored, Runbook } from "./runbook";

/** A runbook as a page, to be printed and followed from top to bottom. */
export function runbookPage(book: Runbook): Page {
  const target = book.client === undefined ? "" : ` ${book.client}`;
  return {
    title: `Disaster recovery: ${book.title}`,
    subtitle: `What to do, in order, as it follows from what was declared on ${book.day} (B-18, H-10, H-11).`,
    sections: [
      { title: "Before anything else", blocks: first(book) },
      { title: "The order", blocks: [order(book)] },
      ...book.phases.map((phase, index) => phaseSection(phase, index, titleOfPhase(book.phases[0], 0))),
      restoreSection(exampleOf(book)),
      { title: "When it is back", blocks: afterwards(book, target) },
      { title: "When a site does not come back", blocks: LOST_SITE },
    ],
  };
}

/** A server of which something is restored; any name where there is none. */
function exampleOf({ phases }: Runbook): string {
  const groups = phases.flatMap((phase) => phase.groups);
  const [first] = groups.filter(({ isStateful, backup }) => isStateful && backup !== undefined);
  return first?.servers[0] ?? "HOST";
}

function first({ contacts, documents, worstLossHours, nights, weeks }: Runbook): readonly Block[] {
  return [
    table(
      "Who is called",
      ["Who", "What for"],
      contacts.map(({ who, what }) => [who, what]),
      "Nobody is named.",
    ),
    table(
      "Documents on record",
      ["Document", "What it says", "Owner", "Promise", "Last day"],
      documents.map(({ document, statement, owner, promise, until }) => [
        document,
        statement,
        owner,
        promise,
        `${until}`,
      ]),
      "There is none about disasters or about who answers the telephone.",
    ),
    {
      kind: "list",
      items: [
        `At worst ${worstLossHours} hours are lost (H-07): the time between two backups, and the time one takes.`,
        `Backups reach ${nights} nights back, and one a week ${weeks} weeks (B-15).`,
        [
          "No time is promised for coming back (H-11). How long a server's restore takes is measured every month: see ",
          code("straat_backup_restore_seconds"),
          " among the figures of the repository, in ",
          code("/var/lib/prometheus/node-exporter/straat_backup_restore.prom"),
          ".",
        ],
        "Before anything is made anew: is the disk there still? A data disk outlives its server, and a new member takes it into use as it is.",
      ],
    },
    paragraph("On a machine with the repository of code, the VPN and the credentials that Terraform reads:"),
    { kind: "commands", lines: ["npm ci", "npm start"] },
    paragraph(
      "A plan then says what is lost and would be made anew. It says nothing of what is gone from inside a server that is there.",
    ),
  ];
}

/** All of it at a glance. */
function order({ phases }: Runbook): Block {
  const rows = phases.flatMap(({ groups }, index) =>
    groups.map((group): readonly Text[] => [
      `${index + 1}`,
      [link(titleOf(group), group.path)],
      group.servers.join(", "),
      group.isStateful ? "yes" : "no",
      codes(group.needs),
    ]),
  );
  return table(
    "What comes back, first to last",
    ["Phase", "Group", "Servers", "Holds data", "Needs, in its stage"],
    rows,
    "Nothing is declared.",
  );
}

function titleOfPhase(phase: Phase | undefined, index: number): string {
  return `Phase ${index + 1}: ${phase?.title}`;
}

function phaseSection(phase: Phase, index: number, platforms: string): Section {
  const { why, stacks, groups, tenants } = phase;
  return {
    title: titleOfPhase(phase, index),
    blocks: [
      paragraph(why),
      ...(stacks.length === 0
        ? []
        : [
            paragraph("Apply these, one after the other; each plan is read before it is applied."),
            { kind: "commands" as const, lines: stacks.flatMap(({ name }) => applyCommands(name)) },
          ]),
      ...groups.flatMap(groupBlocks),
      ...tenants.flatMap((tenant) => tenantBlocks(tenant, platforms)),
    ],
  };
}

/** By what a group is linked to. */
function titleOf({ path, isStateful }: Restored): string {
  return isStateful ? `Restore ${path}` : `Bring back ${path}`;
}

function groupBlocks(group: Restored): readonly Block[] {
  const { servers, runs, needs, together, backup } = group;
  return [
    heading(3, titleOf(group)),
    {
      kind: "facts",
      facts: [
        ["Servers", codes(servers)],
        ...(runs === undefined ? [] : [["Runs", runs] as const]),
        ...(needs.length === 0 ? [] : [["Needs", codes(needs)] as const]),
        ...(together.length === 0 ? [] : [["Together with", codes(together)] as const]),
        ...(backup === undefined ? [] : backupFacts(backup, group)),
      ],
    },
    paragraph(...whatToDo(group)),
    ...(backup !== undefined && group.isStateful ? recipients(group) : []),
  ];
}

function backupFacts(
  { site, repository, address, readsItself }: BackupPlace,
  { servers }: Restored,
): readonly (readonly [string, Text])[] {
  const place: Text =
    repository === undefined
      ? [`at ${site}, in a repository that is not ours, at `, code(address)]
      : [`at ${site}, on `, code(repository), " at ", code(address)];
  const readers = readsItself
    ? "the repository, and who keeps the escrow"
    : "who keeps the escrow, and nobody else";
  return [
    ["Its backups", place],
    ...(repository === undefined
      ? []
      : [["Folders", codes(servers.map((name) => `/srv/data/backup/repositories/${name}/`))] as const]),
    ["Can be read by", readers],
  ];
}

function whatToDo({ role, isStateful, backup, runs }: Restored): readonly Inline[] {
  switch (role) {
    case "vpn-gateway":
      return [
        "It keeps nothing. A new one makes a new key and tells it as ",
        code("guestinfo.straat.report.vpn-public-key"),
        ": write that into the site's file as ",
        code("vpn.publicKey"),
        ", and give administrators new configurations with ",
        code("npx straat vpn PERSON"),
        ".",
      ];
    case "backup-repository":
      return [
        "It is itself backed up nowhere: with its data disk goes the past of the servers it keeps, and they begin anew with their next run. If the disk is lost it makes a new key, told as ",
        code("guestinfo.straat.report.backup-recipient"),
        ": write that into the site's file as ",
        code("backupRecipient"),
        " and apply the stages whose backups come here. If the disk is whole, see that its backups are: ",
        code("systemctl start straat-repository-check.service"),
        ".",
      ];
    case "edge":
      return ["It keeps nothing: the plan makes it, and its walls come with its documents."];
    case "server":
      if (!isStateful || backup === undefined)
        return [
          "The plan makes it. Nothing of it has to be restored; single files are in its backup all the same.",
        ];
      return [
        "If the data disk is whole, a new member takes it into use and nothing is restored. If not: ",
        link(RESTORE_SECTION),
        runs === undefined
          ? ", and put back what the application keeps below "
          : `, and load the dumps of ${runs}, which stand below `,
        code(runs === undefined ? "/srv/data" : `/srv/data/dumps/${runs}`),
        runs === undefined ? "." : " in the backup of the member that took writes; a replica has none.",
      ];
  }
}

function recipients({ stack, servers, addresses }: Restored): readonly Block[] {
  const [first = ""] = addresses;
  return [
    {
      kind: "folded",
      title: `Exactly who can read the backups of ${servers[0] ?? "it"} and its neighbours`,
      blocks: [{ kind: "commands", lines: recipientCommands(stack, first) }],
    },
  ];
}

function afterwards({ phases, rules }: Runbook, target: string): readonly Block[] {
  const environments = phases.flatMap(({ stacks }) => stacks).filter(({ path }) => path.includes("/"));
  const stages = environments.filter(({ path }) => !path.endsWith("/street"));
  return [
    {
      kind: "commands",
      lines: [
        `npx straat check${target}`,
        ...stages.map(({ path }) => `npx straat reach ${path}`),
        ...environments.map(
          ({ name }) => `terraform -chdir=cdktf.out/stacks/${name} plan -detailed-exitcode`,
        ),
      ],
    },
    {
      kind: "list",
      items: [
        "No plan has anything left to do (exit code 0).",
        "Who reaches whom is as before, and every rule finds what it found before.",
        [
          "Each restored server makes a backup that is complete: ",
          code("systemctl start straat-backup.service"),
          ", and the repository of its site tells that it came within the hour.",
        ],
        [
          "On the repository, ",
          code("systemctl start straat-repository-restore-test.service"),
          " tries what was sent.",
        ],
        "The product owner says that the application is whole. What was lost, and since when, is written down for the incident (A.5.28).",
      ],
    },
    {
      kind: "folded",
      title: `Rules that say whether it is as it has to be (${rules.length})`,
      blocks: [{ kind: "list", items: rules.map((id) => [code(id)]) }],
    },
    paragraph(
      `${counted(environments.length, "stack")} of clients and the platforms are done when all of this holds.`,
    ),
  ];
}

const LOST_SITE: readonly Block[] = [
  paragraph(
    "A street has addresses of its site: to stand at the other one it takes a change of its file, approved as any change is: ",
    code("site"),
    ", ",
    code("backupSite"),
    " and ",
    code("network"),
    ", a block of the new site.",
  ),
  paragraph(
    "There are two sites and no third (C14): what votes and had its majority at the lost site has to be begun anew by hand.",
  ),
];
