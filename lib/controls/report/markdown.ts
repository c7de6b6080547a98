import { type Assessment, findingsOf, waivedOf } from "../assessment";
import { BoundedText } from "./bounded-text";
import { type FoldedFinding, foldFindings } from "./fold";
import { cell, code, row } from "./markdown-text";
import { outcome, partialLine, rulesOf, summaryOf } from "./summary";
import { counted, listed } from "./text";

/** Most that GitHub takes as a comment, in characters. Counted in bytes here, which are never fewer. */
export const LONGEST_COMMENT = 65_536;
/** Kept free for saying what was left out. */
const RESERVE = 400;

/** For a pull request: the verdict first, then what is wrong, what is waived, and folded below it what to do. */
export function markdown(assessment: Assessment): string {
  const findings = foldFindings(findingsOf(assessment), assessment);
  const page = new BoundedText(LONGEST_COMMENT - RESERVE);
  page.add(`${verdict(assessment)}\n`);
  page.list("finding row", {
    head: row("", "rule", "where", "what is wrong") + row("---", "---", "---", "---"),
    items: findings.map(findingRow),
  });
  page.list("waived finding", {
    head: `**Waived**\n\n${row("rule", "where", "owner", "ticket", "until", "why")}${row(...Array(6).fill("---"))}`,
    items: waivedOf(assessment).map(({ rule, subject, waiver }) => {
      const { owner, ticket, untilText, reason } = waiver;
      return row(code(rule), code(subject), cell(owner), cell(ticket), cell(untilText), cell(reason));
    }),
  });
  page.list("instruction", { ...folded("What to do"), items: remedies(assessment, findings) });
  page.list("unjudged rule", {
    ...folded("Not judged, because a plan does not tell"),
    items: assessment.notJudged.map(
      ({ rule, stack, why }) => `- ${code(rule)} in ${code(stack)}: ${cell(why)}\n`,
    ),
  });
  const left = page.leftOut.map(({ number, noun }) => counted(number, noun)).join(", ");
  const cut =
    left === "" ? "" : `\n**Cut to fit a comment.** Left out: ${left}. The JSON report tells all.\n`;
  return page.text + cut;
}

function verdict(assessment: Assessment): string {
  const { rules, stacks, errors, warnings } = summaryOf(assessment);
  const asPromised = errors > 0 || rules === 0 ? "Not as promised" : "As promised";
  const advice = errors === 0 && warnings > 0 ? ", with warnings" : "";
  const looked = `${counted(rules, "rule")} over ${counted(stacks, "stack")}`;
  const paragraphs = [
    `### ${asPromised}${advice}: ${outcome(assessment)}`,
    `${looked}, on ${assessment.house.day}.`,
    partialLine(assessment) ?? [],
  ];
  return paragraphs.flat().join("\n\n");
}

function findingRow({ level, rule, subject, problem, alsoIn }: FoldedFinding): string {
  const also = `, and the same in ${counted(alsoIn.length, "other stack")}: ${cell(listed(alsoIn))}`;
  return row(cell(level), code(rule), `${code(subject)}${alsoIn.length === 0 ? "" : also}`, cell(problem));
}

/** What to do and why, once for each rule that found something. */
function remedies(assessment: Assessment, findings: readonly FoldedFinding[]): readonly string[] {
  const found = new Set(findings.map(({ rule }) => rule));
  return rulesOf(assessment)
    .filter(({ id }) => found.has(id))
    .map(({ id, explanation, remedy, promises }) => {
      const why = `${cell(explanation)} (${promises.join(", ")})`;
      return `- ${code(id)}: ${cell(remedy)}<br>${why}\n`;
    });
}

/** Opened by who wants to read it. The empty line makes what follows Markdown again. */
function folded(title: string) {
  return { head: `<details><summary>${title}</summary>\n\n`, foot: "\n</details>\n" };
}
