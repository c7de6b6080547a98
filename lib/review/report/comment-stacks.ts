import { BoundedText } from "../../controls/report/bounded-text";
import { cell, code } from "../../controls/report/markdown-text";
import { clip, counted, oneLine } from "../../controls/report/text";
import type { AttributeChange, ResourceChange, StackReview } from "../stack-review";
import { attributeNote, promotionLine, valueChange } from "./sentences";
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

/** Most of one stack in a comment, in bytes: a stack in which all changes leaves room for the others. */
const MOST_OF_STACK = 12_000;
/** Kept free for saying how many resources of it are not shown. */
const RESERVE = 200;
const MOST_STACKS = 24;
const MOST_ATTRIBUTES = 8;
const MOST_LINES = 24;
const LONGEST_VALUE = 160;

/** One stack, folded: why it is affected, and its resources, the worst first. */
export function stackItem(stack: StackReview): string {
  const { stacks, reason, promotion, changes } = stack;
  const text = new BoundedText(MOST_OF_STACK - RESERVE);
  const counts = resourceLine({ stacks: [{ ...stack, stacks: stacks.slice(0, 1) }] });
  text.add(`<details><summary>${code(stackTitle(stack))}: ${cell(counts)}</summary>\n\n`);
  const alike = unnamedStacks(stack);
  const others = more(alike.length - MOST_STACKS, "stack");
  if (alike.length > 0)
    text.add(`All alike: ${alike.slice(0, MOST_STACKS).map(code).join(", ")}${others}\n\n`);
  if (reason !== "") text.add(`Because ${cell(reason)}.\n`);
  if (promotion !== undefined) text.add(`\n${cell(promotionLine(promotion))}.\n`);
  text.list("resource", { head: "", items: worstFirst(changes).map(changeItem) });
  const left = text.leftOut.map(({ number }) => `\n- and ${counted(number, "more resource")}\n`).join("");
  return `${text.text}${left}\n</details>\n`;
}

function changeItem(change: ResourceChange): string {
  const { action, address, attributes } = change;
  const facts = circumstances(change).map((fact) => `; ${cell(clip(fact, LONGEST_VALUE))}`);
  const head = `- ${code(ACTION_WORDS[action].sign)} ${code(address)}: ${cell(actionWord(change))}${facts.join("")}\n`;
  const shown = effectiveFirst(attributes).slice(0, MOST_ATTRIBUTES).map(attributeItem);
  const rest = attributes.length - MOST_ATTRIBUTES;
  return `${head}${shown.join("")}${rest > 0 ? `  - and ${counted(rest, "more attribute")}\n` : ""}`;
}

function attributeItem(attribute: AttributeChange): string {
  const { path, lines } = attribute;
  const what = attributeNote(attribute);
  const name = `  - ${code(path)}${what === "" ? "" : ` (${cell(what)})`}`;
  if (lines.length === 0) return `${name}: ${cell(clip(valueChange(attribute), LONGEST_VALUE))}\n`;
  const shown = lines.slice(0, MOST_LINES).map((line) => verbatim(clip(oneLine(line), LONGEST_VALUE)));
  // GitHub colours it; a tag on each line's own would end the list it stands in.
  return `${name}${more(lines.length - MOST_LINES, "line")}\n\n    <pre lang="diff">${shown.join("&#10;")}</pre>\n\n`;
}

function more(number: number, noun: string): string {
  return number > 0 ? `, and ${counted(number, `more ${noun}`)}` : "";
}

/** A line of a text between the tags of `<pre>`, where nothing but a tag and an entity is more than a letter. */
function verbatim(line: string): string {
  return line.replace(/[^\p{L}\p{N} .,;/=+-]/gu, (sign) => `&#${sign.codePointAt(0)};`);
}
