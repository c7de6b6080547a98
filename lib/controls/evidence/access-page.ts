import { counted } from "../report/text";
import { type Grant, SOON_DAYS } from "./access-grant";
import { type AccessReport, grantsThat } from "./access-report";
import { type Block, type Page, paragraph, type Section, type Text, table } from "./page";

/** The report of who has access, as a page of its own. */
export function accessPage(report: AccessReport): Page {
  return {
    title: `Access: ${report.title}`,
    subtitle: `Who can reach and do what, and until when, as declared on ${report.day} (I-06, V-01, V-03, H-16).`,
    sections: accessSections(report),
  };
}

/** Its sections, to be part of another page. */
export function accessSections(report: AccessReport): readonly Section[] {
  const soon = grantsThat(report, "cannot be read", "has ended", "ends soon");
  return [
    {
      title: `Access that ends within ${SOON_DAYS} days`,
      blocks: [
        paragraph(
          `Counted from ${report.day}; with it what has ended and what has no date that can be read.`,
        ),
        ...grants(soon, "None ends so soon."),
      ],
    },
    {
      title: "Access that ends later",
      blocks: grants(grantsThat(report, "ends later"), "There is none."),
    },
    {
      title: "Access without an end date",
      blocks: grants(grantsThat(report, "does not end"), "There is none."),
    },
    {
      title: "Access that was not looked at",
      blocks: [{ kind: "list", items: report.notLooked }],
    },
  ];
}

function grants(some: readonly Grant[], nothing: string): readonly Block[] {
  return [
    table(
      counted(some.length, "grant"),
      ["Last day", "Who", "Kind", "Can", "Why", "Owner", "Declared by"],
      some.map(({ untilText, who, kind, can, why, owner, declaredBy }): readonly Text[] => [
        untilText,
        who,
        kind,
        can.join("; "),
        why,
        owner,
        declaredBy.join(", "),
      ]),
      nothing,
    ),
  ];
}
