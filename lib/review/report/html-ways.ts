import type { Hazard } from "../hazard";
import type { AccessChange, RuleChange, WayReview } from "../review";
import { code, diffLines, escaped, pill, type Tone, table } from "./html-text";
import { opens } from "./parts";
import { accessRight, accessTerm, accessWord, wayWord } from "./sentences";

/** A way: who reaches whom, what is let through that was not, and why. */
export function wayCard(way: WayReview): string {
  const { client, from, to, opened, closed, why, isFromOutside } = way;
  const tone: Tone = isFromOutside ? "bad" : opens(way) ? "some" : "good";
  const lines = [...opened.map((line) => `+ ${line}`), ...closed.map((line) => `- ${line}`)];
  return card(
    tone,
    `${code(from)} <span class="to" aria-label="to">→</span> ${code(to)}`,
    pill(wayWord(way), tone),
    [
      `<p class="quiet">${escaped(client)}${why.length === 0 ? "" : `: ${escaped(why.join("; "))}`}</p>`,
      ...(lines.length === 0 ? [] : [diffLines(lines)]),
    ],
  );
}

const HAZARD_TONES: Readonly<Record<Hazard["level"], Tone>> = {
  block: "bad",
  "team-tech": "some",
  note: "plain",
};

/** What may go wrong, with what to do instead. */
export function hazardCard({ kind, level, stack, subjects, text, remedy }: Hazard): string {
  const tone = HAZARD_TONES[level];
  return card(tone, escaped(text), pill(kind.replace("-", " "), tone), [
    `<p class="quiet">${code(stack)}</p>`,
    ...(subjects.length === 0
      ? []
      : [`<ul class="names">${subjects.map((name) => `<li>${code(name)}</li>`).join("")}</ul>`]),
    `<p><strong>${level === "note" ? "To do" : "Instead"}:</strong> ${escaped(remedy)}</p>`,
  ]);
}

/** What a rule finds now and did not, or the other way round. */
export function ruleCard({
  kind,
  level,
  rule,
  promises,
  stack,
  subject,
  problem,
  remedy,
}: RuleChange): string {
  const tone: Tone = kind === "mended" ? "good" : level === "error" ? "bad" : "some";
  const where = `${code(subject)}${stack === undefined ? "" : ` in ${code(stack)}`}`;
  const promised = promises.length === 0 ? "" : ` <span class="quiet">${escaped(promises.join(", "))}</span>`;
  return card(tone, `${code(rule)}${promised}`, pill(kind === "mended" ? "mended" : level, tone), [
    `<p>${where}: ${kind === "mended" ? "no longer: " : ""}${escaped(problem)}</p>`,
    ...(kind === "mended" ? [] : [`<p><strong>To do:</strong> ${escaped(remedy)}</p>`]),
  ]);
}

export function accessTable(changes: readonly AccessChange[]): string {
  const rows = changes.map((change) => [
    escaped(change.who),
    escaped(accessWord(change)),
    escaped(change.where),
    escaped(accessRight(change)),
    escaped(accessTerm(change)),
  ]);
  return table("Access", ["Who", "What happens", "Where", "What they may", "Owner and last day"], rows);
}

function card(tone: Tone, title: string, mark: string, inside: readonly string[]): string {
  return `<article class="card ${tone}">
<h3>${title} ${mark}</h3>
${inside.join("\n")}
</article>`;
}
