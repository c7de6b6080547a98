import { counted } from "../../controls/report/text";
import type { Redactor } from "../redaction/redactor";
import type { AttributeChange } from "../stack-review";
import { allLines, lineChanges } from "./line-changes";
import { type Readable, readable } from "./readable";
import { shownValue } from "./shown-value";

/** What becomes of a text: decoded, and line by line where it has several. */
export function textChange(
  path: string,
  name: string,
  before: string | undefined,
  after: string | undefined,
  redactor: Redactor,
): AttributeChange {
  const old = before === undefined ? undefined : readable(name, before);
  const young = after === undefined ? undefined : readable(name, after);
  const kind = old === undefined ? "added" : young === undefined ? "removed" : "changed";
  const isLong = [old, young].some(
    (one) => one !== undefined && (one.text.includes("\n") || one.version !== undefined),
  );
  const shown = (one: Readable | undefined) => {
    if (one === undefined) return undefined;
    return isLong ? sizeOf(one) : shownValue(one.text, name, redactor);
  };
  return {
    path,
    kind,
    before: shown(old),
    after: shown(young),
    meaning: young?.what ?? old?.what,
    lines: isLong ? linesBetween(old, young, redactor) : [],
    isCosmetic:
      old !== undefined &&
      young !== undefined &&
      old.version === young.version &&
      old.effective === young.effective,
  };
}

function sizeOf({ text, version }: Readable): string {
  const size = counted(text.split("\n").length, "line");
  return version === undefined ? size : `${version}, ${size}`;
}

function linesBetween(
  old: Readable | undefined,
  young: Readable | undefined,
  redactor: Redactor,
): readonly string[] {
  const shown = (one: Readable) => redactor.lines(one.text);
  if (old === undefined) return young === undefined ? [] : allLines("+", shown(young));
  if (young === undefined) return allLines("-", shown(old));
  return lineChanges(old.text.split("\n"), young.text.split("\n"), shown(old), shown(young));
}
