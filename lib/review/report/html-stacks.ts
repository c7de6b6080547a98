import type { AttributeChange, ResourceChange, StackReview } from "../stack-review";
import { code, diffLines, escaped, pill, type Tone } from "./html-text";
import { attributeNote, promotionLine } from "./sentences";
import { resourceLine } from "./tally";
import {
  ACTION_WORDS,
  actionWord,
  circumstances,
  effectiveFirst,
  stackTitle,
  unnamedStacks,
  worstFirst,
} from "./words";

/** One stack, folded: why it is affected, then its resources, each folded where there is more to say of it. */
export function stackDetails(stack: StackReview): string {
  const { stacks, reason, promotion, changes } = stack;
  const counts = resourceLine({ stacks: [{ ...stack, stacks: stacks.slice(0, 1) }] });
  const alike = unnamedStacks(stack);
  const facts = [
    ...(alike.length > 0 ? [`<p>All alike: ${alike.map(code).join(", ")}.</p>`] : []),
    ...(reason === "" ? [] : [`<p>Because ${escaped(reason)}.</p>`]),
    ...(promotion === undefined ? [] : [`<p>${escaped(promotionLine(promotion))}.</p>`]),
  ];
  return `<details class="stack">
<summary><h3>${code(stackTitle(stack))}</h3> <span class="quiet">${escaped(counts)}</span></summary>
${facts.join("\n")}
<ul class="changes">
${worstFirst(changes).map(changeItem).join("\n")}
</ul>
</details>`;
}

const TONES: Readonly<Record<string, Tone>> = { "!": "bad", "-": "bad", "~": "some", "+": "good" };

function changeItem(change: ResourceChange): string {
  const { sign } = ACTION_WORDS[change.action];
  const tone = change.isCosmetic ? "plain" : (TONES[sign] ?? "plain");
  const facts = circumstances(change).map((fact) => `<p class="quiet">${escaped(fact)}</p>`);
  const title = `<span class="sign ${tone}" aria-hidden="true">${escaped(sign)}</span> ${code(change.address)} ${pill(actionWord(change), tone)}`;
  const attributes = effectiveFirst(change.attributes).map(attributeItem);
  if (attributes.length === 0) return `<li><div class="change">${title}</div>${facts.join("")}</li>`;
  return `<li><details>
<summary class="change">${title}</summary>
${facts.join("")}
<dl>
${attributes.join("\n")}
</dl>
</details></li>`;
}

function attributeItem(attribute: AttributeChange): string {
  const { path, lines } = attribute;
  const what = attributeNote(attribute);
  const name = `${code(path)}${what === "" ? "" : ` <span class="quiet">${escaped(what)}</span>`}`;
  return `<div><dt>${name}</dt><dd>${lines.length > 0 ? diffLines(lines) : values(attribute)}</dd></div>`;
}

function values({ before, after }: AttributeChange): string {
  const told = [
    ...(before === undefined ? [] : [`<del>${escaped(before)}</del>`]),
    ...(after === undefined ? [] : [`<ins>${escaped(after)}</ins>`]),
  ];
  return told.join(' <span class="to" aria-label="becomes">→</span> ');
}
