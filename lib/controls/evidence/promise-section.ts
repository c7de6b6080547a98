import type { Control, Framework } from "../../model/promises";
import { counted } from "../report/text";
import { type StackFacts, shownSize } from "./facts";
import {
  type Block,
  code,
  codes,
  heading,
  type Inline,
  link,
  paragraph,
  type Section,
  type Text,
  table,
} from "./page";
import type { EvidenceAccount, PromiseAccount } from "./promise-account";
import { countsOf, hasJudged, type RulePart } from "./rule-account";

/** The parts of the sheet, by the letter of their promises. */
const PARTS = {
  B: "Availability (beschikbaarheid)",
  I: "Integrity (integriteit)",
  V: "Confidentiality (vertrouwelijkheid)",
  H: "Hosting",
  R: "What can be recorded only",
} as const;

/** A section for each part of the sheet, with each of its promises once. */
export function promiseSections(promises: readonly PromiseAccount[]): readonly Section[] {
  return Object.entries(PARTS).map(([letter, title]) => ({
    title,
    blocks: promises.filter(({ promise }) => promise.id.startsWith(letter)).flatMap(promiseBlocks),
  }));
}

/** By what a promise is linked to. */
export function promiseLink({ promise }: PromiseAccount): Inline {
  return link(headingOf(promise.id), promise.id);
}

/** By what a rule is linked to. */
function ruleLink(id: string): Inline {
  return link(`Rule ${id}`, id);
}

/** The heading has the status in it, so its anchor is told apart from it. */
function headingOf(id: string): string {
  return `Promise ${id}`;
}

function promiseBlocks(account: PromiseAccount): readonly Block[] {
  const { promise, status, figures, realisedBy, rules, evidence } = account;
  return [
    heading(3, headingOf(promise.id)),
    paragraph({ status }, " ", promise.meaning),
    { kind: "quote", text: promise.quote },
    {
      kind: "facts",
      facts: [
        ["What is done", promise.classes.map((one) => CLASSES[one]).join("; ")],
        ...(figures.length === 0
          ? []
          : [["Figures", figures.map(({ name, value }) => `${name} ${value}`).join(", ")] as const]),
        ["Realised by", realised(realisedBy)],
        ...(promise.note === undefined ? [] : [["Note", promise.note] as const]),
      ],
    },
    table(
      `Rules that check ${promise.id}`,
      ["Rule", "Looks at", "As promised", "Found", "Waived", "Not judged"],
      rules.map(ruleRow),
      "No rule checks it.",
    ),
    ...wrongs(rules),
    ...documents(account, evidence),
    ...controls(promise.controls),
  ];
}

const CLASSES = {
  realise: "the house makes it so",
  verify: "others make it so, the house looks",
  record: "people or contracts keep it, on record",
} as const;

function realised(stacks: readonly StackFacts[]): Text {
  if (stacks.length === 0) return "no stack says that it does";
  return [
    `${counted(stacks.length, "stack")} with ${shownSize(stacks)}: `,
    ...(codes(stacks.map(({ path }) => path)) as readonly Inline[]),
  ];
}

function ruleRow(part: RulePart): readonly Text[] {
  const { kept, found, waived } = countsOf([part]);
  const looked = hasJudged(part) ? `${kept}` : "had nothing to look at";
  return [[ruleLink(part.rule.id)], part.about, looked, `${found}`, `${waived}`, `${part.notJudged.length}`];
}

/** What is not as promised, allowed or not. */
function wrongs(rules: readonly RulePart[]): readonly Block[] {
  const found = rules.flatMap(({ findings }) => findings);
  const waived = rules.flatMap((part) => part.waived);
  return [
    ...(found.length === 0
      ? []
      : [
          table(
            "Not as promised",
            ["Where", "What is wrong", "What to do", "Level", "Rule"],
            found.map(({ subject, problem, remedy, level, kind, rule }) => [
              [code(subject)],
              problem,
              remedy,
              kind === "unreadable" ? `${level}, could not be judged` : level,
              [ruleLink(rule)],
            ]),
            "",
          ),
        ]),
    ...(waived.length === 0
      ? []
      : [
          table(
            "Not as promised, and allowed",
            ["Where", "What is wrong", "Why it may be", "Owner", "Ticket", "Last day", "Rule"],
            waived.map(({ subject, problem, rule, waiver }) => [
              [code(subject)],
              problem,
              waiver.reason,
              waiver.owner,
              waiver.ticket,
              waiver.untilText,
              [ruleLink(rule)],
            ]),
            "",
          ),
        ]),
  ];
}

function documents({ promise }: PromiseAccount, evidence: readonly EvidenceAccount[]): readonly Block[] {
  if (evidence.length === 0 && !promise.classes.includes("record")) return [];
  return [
    table(
      `On record for ${promise.id}`,
      ["Document", "What it says", "Owner", "From", "Last day", "Holds"],
      evidence.map(({ document, holds, daysLeft }) => [
        document.document,
        document.statement,
        document.owner,
        `${document.date}`,
        `${document.until}`,
        holdsText(holds, daysLeft),
      ]),
      "Nothing is on record, and it takes a document.",
    ),
  ];
}

function holdsText(holds: boolean, daysLeft: number): string {
  if (holds) return `yes, for ${counted(daysLeft, "more day")}`;
  return daysLeft < 0 ? `no: it ended ${counted(-daysLeft, "day")} ago` : "no: it has not begun";
}

function controls(all: readonly Control[]): readonly Block[] {
  if (all.length === 0) return [];
  const frameworks = [...new Set(all.map(({ framework }) => framework))];
  const items = (framework: Framework) =>
    all
      .filter((control) => control.framework === framework)
      .map(({ id, title, doubtful }) => {
        const named = title === undefined ? id : `${id} ${title}`;
        return doubtful === true ? `${named} (doubtful)` : named;
      });
  return [
    {
      kind: "folded",
      title: `${counted(all.length, "measure")} of norms`,
      blocks: [
        { kind: "facts", facts: frameworks.map((framework) => [framework, items(framework).join("; ")]) },
      ],
    },
  ];
}
