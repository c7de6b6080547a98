import { isObject } from "../../controls/terraform/fields";
import { Needles, type Stretch } from "./needles";
import { formsOf } from "./secret-forms";
import { type Open, suspectsIn } from "./suspects";

/** Stands for a value that is marked sensitive, in the plan's own words. */
export const SENSITIVE = "(sensitive value)";
/** Stands for a part of a text that is such a value. */
const MASK = "(sensitive)";
/** Stands for what nobody marked, and looks like a secret. */
const SUSPECT = "(looks like a secret)";

/** Words of a review's own, which are never a secret's. */
const FIXED = new Set(["kind", "level", "action", "verdict", "digest", "isCosmetic", "isFromOutside", "end"]);

/**
 * Takes secrets out of what is shown. Every text of a review that came from a plan goes through one of these: values that are marked
 * sensitive anywhere are masked everywhere, in every spelling of {@link formsOf}, and so is what looks like a secret.
 */
export class Redactor {
  private readonly needles: Needles;
  private readonly open: Open;
  /** The same keys come with every resource. */
  private readonly keys = new Map<string, string>();

  /**
   * @param secrets values that are marked. Shorter than 4 characters they are hidden where they are marked only; shorter than 8 as a
   *   whole word. @default none, so that only what looks like a secret is masked
   * @param open texts that look random and are public, such as keys of the VPN
   */
  constructor(secrets: Iterable<string> = [], open: Open = new Set()) {
    const { anywhere, words } = formsOf(secrets);
    this.needles = new Needles(anywhere, words);
    this.open = open;
  }

  /**
   * A text as it may be shown.
   *
   * @param name of the attribute it is the value of; under a secret's name all of it is masked. @default none
   */
  text(text: string, name = ""): string {
    const suspects = suspectsIn(text, name, this.open);
    const marked = this.needles.in(text);
    return suspects.length + marked.length === 0 ? text : masked(text, marked, suspects);
  }

  /**
   * The lines of a text as they may be shown, as many as it has: a secret of several lines is masked in each of them.
   */
  lines(text: string): readonly string[] {
    const lines = text.split("\n");
    const suspects = suspectsIn(text, "", this.open);
    const marked = this.needles.in(text);
    if (suspects.length + marked.length === 0) return lines;
    let start = 0;
    return lines.map((line) => {
      const own = masked(line, within(marked, start, line.length), within(suspects, start, line.length));
      start += line.length + 1;
      return own;
    });
  }

  /** A name, an address or a path: only values that are marked are masked, since names are long and may look random. */
  name(text: string): string {
    const marked = this.needles.in(text);
    return marked.length === 0 ? text : masked(text, marked, []);
  }

  /** As {@link name}, for the key of an attribute. */
  key(key: string): string {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const shown = this.name(key);
    this.keys.set(key, shown);
    return shown;
  }

  /** A whole result of texts and lists, with each of its texts as {@link name} has it. What has no secret in it is given back itself. */
  throughout<T>(value: T): T {
    return this.needles.isEmpty ? value : (this.inside(value) as T);
  }

  private inside(value: unknown): unknown {
    if (typeof value === "string") return this.name(value);
    if (Array.isArray(value)) {
      const items = value.map((item) => this.inside(item));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (!isObject(value)) return value;
    const entries = Object.entries(value).map(([key, item]) => [
      key,
      FIXED.has(key) ? item : this.inside(item),
    ]);
    return entries.every(([key, item]) => value[key as string] === item)
      ? value
      : Object.fromEntries(entries);
  }
}

/** What of stretches lies in a part of the text, told from the part's beginning. */
function within(stretches: readonly Stretch[], start: number, length: number): readonly Stretch[] {
  return stretches
    .map((one) => ({ start: Math.max(one.start - start, 0), end: Math.min(one.end - start, length) }))
    .filter((one) => one.start < one.end);
}

function masked(text: string, marked: readonly Stretch[], suspects: readonly Stretch[]): string {
  const all = [
    ...marked.map((one) => ({ ...one, mask: MASK })),
    ...suspects.map((one) => ({ ...one, mask: SUSPECT })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  let shown = "";
  let at = 0;
  for (const { start, end, mask } of all) {
    if (end <= at) continue;
    // What begins inside of the one before is hidden by its mask already, and goes on behind it.
    if (start >= at) shown += text.slice(at, start) + mask;
    at = end;
  }
  return shown + text.slice(at);
}
