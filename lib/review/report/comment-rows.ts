import { cell, code, row } from "../../controls/report/markdown-text";
import { clip, counted } from "../../controls/report/text";
import type { Hazard } from "../hazard";
import type { AccessChange, RuleChange, WayReview } from "../review";
import { accessRight, accessTerm, accessWord, ruleName, wayWord } from "./sentences";

/** Longest text of one cell, in characters: one row does not take the place of all others. */
const LONGEST = 240;
/** Most lines or names in one cell; the rest is counted. */
const MOST_LINES = 6;

export const WAY_HEAD = head("", "from", "to", "what", "why");

export function wayRow(way: WayReview): string {
  const { client, from, to, opened, closed, why } = way;
  const lines = [...opened.map((line) => `+ ${line}`), ...closed.map((line) => `− ${line}`)];
  return row(
    cell(wayWord(way)),
    code(short(from)),
    `${code(short(to))} (${cell(short(client))})`,
    lined(lines.map((line) => code(short(line)))),
    cell(short(why.join("; "))),
  );
}

export const HAZARD_HEAD = head("", "where", "what happens", "what to do instead");

export function hazardRow({ kind, stack, subjects, text, remedy }: Hazard): string {
  const where = [stack, ...subjects].map((name) => code(short(name)));
  return row(cell(kind), lined(where), cell(text), cell(remedy));
}

export const BROKEN_HEAD = head("", "rule", "where", "what is wrong", "what to do");

export function brokenRow(change: RuleChange): string {
  const { level, problem, remedy } = change;
  return row(cell(level), code(ruleName(change)), subjectOf(change), cell(problem), cell(remedy));
}

export const MENDED_HEAD = head("rule", "where", "no longer");

export function mendedRow(change: RuleChange): string {
  return row(code(ruleName(change)), subjectOf(change), cell(change.problem));
}

export const ACCESS_HEAD = head("who", "", "in", "what", "owner and last day");

export function accessRow(access: AccessChange): string {
  const { who, where } = access;
  const texts = [who, accessWord(access), where, accessRight(access), accessTerm(access)];
  return row(...texts.map((text) => cell(short(text))));
}

function subjectOf({ subject, stack }: RuleChange): string {
  return stack === undefined ? code(subject) : `${code(subject)} in ${code(stack)}`;
}

function head(...names: readonly string[]): string {
  return row(...names) + row(...names.map(() => "---"));
}

function short(text: string): string {
  return clip(text, LONGEST);
}

function lined(texts: readonly string[]): string {
  const rest = texts.length - MOST_LINES;
  return [...texts.slice(0, MOST_LINES), ...(rest > 0 ? [counted(rest, "more line")] : [])].join("<br>");
}
