import { isObject } from "../../controls/terraform/fields";
import { type Redactor, SENSITIVE } from "../redaction/redactor";
import type { AttributeChange } from "../stack-review";
import { isEqual, isMarked, isNothing, markAt } from "./equal";
import { FILES_PREFIX, firstBootChanges, hasFiles } from "./first-boot";
import { blockSteps, listChange } from "./list-change";
import { pathOf } from "./path";
import { type Marks, type Place, UNKNOWN_YET } from "./place";
import { isKubernetesSecret } from "./secret-by-kind";
import { shownValue } from "./shown-value";
import { textChange } from "./text-change";

export interface AttributeOptions extends Marks {
  /** Type of the resource, by which some attributes are known. @default none */
  readonly type?: string;
}

/**
 * What becomes of the attributes of one thing, deepest first place by place: blocks by the place they have, lists of values line by
 * line, live documents and files of the first boot decoded. An empty list where both say the same, whatever the order of keys.
 *
 * @param before what it is; null or undefined where there is nothing yet, and everything is added
 * @param after what it becomes; null or undefined where it goes
 * @param redactor through which each text goes
 */
export function attributeChanges(
  before: unknown,
  after: unknown,
  redactor: Redactor,
  { type = "", unknown, sensitiveBefore, sensitiveAfter }: AttributeOptions = {},
): readonly AttributeChange[] {
  const comparison = new Comparison(redactor, type);
  const place = { path: "", name: "", before, after, unknown, sensitiveBefore, sensitiveAfter };
  if (isObject(before) || isObject(after)) comparison.compareObjects(place);
  else comparison.compare(place);
  return comparison.changes;
}

type Settings = Readonly<Record<string, unknown>>;

class Comparison {
  readonly changes: AttributeChange[] = [];
  private readonly mayHoldSecrets: boolean;

  constructor(
    private readonly redactor: Redactor,
    private readonly type: string,
  ) {
    this.mayHoldSecrets = type.startsWith("kubernetes_");
  }

  compare(place: Place): void {
    const { before, after, unknown, sensitiveBefore, sensitiveAfter } = place;
    if (unknown === true) this.add(place, this.masked(place, before, sensitiveBefore), UNKNOWN_YET);
    else if (isNothing(before) && isNothing(after) && !isMarked(unknown)) return;
    else if (sensitiveBefore === true || sensitiveAfter === true) this.compareSensitive(place);
    else if (isContainer(before) || isContainer(after) || isMarked(unknown)) this.compareContainers(place);
    else this.compareValues(place);
  }

  compareObjects({ path, before: old, after: young, ...marks }: Place): void {
    const before = isObject(old) ? old : undefined;
    const after = isObject(young) ? young : undefined;
    const files = this.firstBoot(path, before, after, marks);
    if (files !== undefined) this.changes.push(...files);
    const unknowns = isObject(marks.unknown) ? Object.keys(marks.unknown) : [];
    for (const key of keysOf(before, after, unknowns)) {
      if (files !== undefined && key.startsWith(FILES_PREFIX)) continue;
      // To ask an object for what it does not have takes long, and there are few marks.
      const unknown = unknowns.includes(key) ? markAt(marks.unknown, key) : undefined;
      if (unknown === undefined && before?.[key] === after?.[key]) continue;
      this.compareKey(path, key, before, after, { ...marks, unknown });
    }
  }

  private compareKey(
    path: string,
    key: string,
    before: Settings | undefined,
    after: Settings | undefined,
    marks: Marks,
  ): void {
    const [was, is] = [ownAt(before, key), ownAt(after, key)];
    // Most of what there is stays as it is, and nothing is to be made for it.
    if (!isMarked(marks.unknown) && isEqual(was ?? null, is ?? null)) return;
    const isSecret = this.isSecret(before, after, key, path === "");
    this.compare({
      path: pathOf(path, this.redactor.key(key)),
      name: key,
      before: was,
      after: is,
      unknown: marks.unknown,
      sensitiveBefore: isSecret || markAt(marks.sensitiveBefore, key),
      sensitiveAfter: isSecret || markAt(marks.sensitiveAfter, key),
    });
  }

  private isSecret(before: unknown, after: unknown, key: string, isTop: boolean): boolean {
    if (!this.mayHoldSecrets) return false;
    return [before, after].some((owner) => isKubernetesSecret(this.type, owner, key, isTop));
  }

  /** Undefined where there are none, or a part of them is not to be read. */
  private firstBoot(
    path: string,
    before: Settings | undefined,
    after: Settings | undefined,
    { unknown, sensitiveBefore, sensitiveAfter }: Marks,
  ): readonly AttributeChange[] | undefined {
    if (!hasFiles(before) && !hasFiles(after)) return undefined;
    const isHidden = [unknown, sensitiveBefore, sensitiveAfter].some(
      (marks) =>
        isObject(marks) &&
        Object.keys(marks).some((key) => key.startsWith(FILES_PREFIX) && isMarked(marks[key])),
    );
    return isHidden ? undefined : firstBootChanges(path, before, after, this.redactor);
  }

  private compareContainers(place: Place): void {
    const { before, after, unknown } = place;
    const isList = Array.isArray(before) || Array.isArray(after) || Array.isArray(unknown);
    const isOfAnother = (side: unknown) =>
      !isNothing(side) && (!isContainer(side) || Array.isArray(side) !== isList);
    if (isOfAnother(before) || isOfAnother(after)) this.compareValues(place);
    else if (isList) this.compareLists(place);
    else if (isEmpty(before) && isEmpty(after) && !isMarked(unknown)) this.compareValues(place);
    else this.compareObjects(place);
  }

  private compareLists(place: Place): void {
    const steps = blockSteps(place);
    if (steps === undefined) {
      const change = listChange(place, this.redactor);
      if (change !== undefined) this.changes.push(change);
      return;
    }
    for (const step of steps) this.compare(step);
  }

  /** Values that are not looked into. A list or block that is made empty comes to nothing. */
  private compareValues(place: Place): void {
    const { before, after, path, name } = place;
    if (
      isEqual(before, after) ||
      (isNothing(before) && isEmpty(after)) ||
      (isEmpty(before) && isNothing(after))
    ) {
      return;
    }
    const areTexts = isTextOrNothing(before) && isTextOrNothing(after);
    if (areTexts && (isToBeRead(before) || isToBeRead(after))) {
      this.changes.push(textChange(path, name, before ?? undefined, after ?? undefined, this.redactor));
    } else {
      this.add(place, this.shown(place, before), this.shown(place, after));
    }
  }

  private compareSensitive(place: Place): void {
    const { before, after, unknown, sensitiveBefore, sensitiveAfter } = place;
    if (isEqual(before, after) && !isMarked(unknown)) return;
    this.add(place, this.masked(place, before, sensitiveBefore), this.masked(place, after, sensitiveAfter));
  }

  private masked(place: Place, value: unknown, mark: unknown): string | undefined {
    if (isNothing(value)) return undefined;
    const isHidden = isMarked(mark) || place.sensitiveBefore === true || place.sensitiveAfter === true;
    return isHidden ? SENSITIVE : this.shown(place, value);
  }

  private shown({ name }: Place, value: unknown): string | undefined {
    return isNothing(value) ? undefined : shownValue(value, name, this.redactor);
  }

  private add({ path }: Place, before: string | undefined, after: string | undefined): void {
    const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
    this.changes.push({ path, kind, before, after, meaning: undefined, lines: NO_LINES, isCosmetic: false });
  }
}

const NO_LINES: readonly string[] = [];

function keysOf(
  before: object | undefined,
  after: object | undefined,
  unknowns: readonly string[],
): Iterable<string> {
  const keys = new Set(Object.keys(after ?? {}));
  for (const key of Object.keys(before ?? {})) keys.add(key);
  for (const key of unknowns) keys.add(key);
  return keys;
}

/** What an object itself has: a map may have a key such as `constructor`, and every object comes with one. */
function ownAt(settings: Settings | undefined, key: string): unknown {
  return settings !== undefined && Object.hasOwn(settings, key) ? settings[key] : undefined;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isEmpty(value: unknown): boolean {
  return isContainer(value) && Object.keys(value).length === 0;
}

function isTextOrNothing(value: unknown): value is string | null | undefined {
  return typeof value === "string" || isNothing(value);
}

/** Whether a text may be more than it looks like: of several lines, encoded, or JSON. Names are not. */
function isToBeRead(value: unknown): boolean {
  return typeof value === "string" && (value.length >= 24 || /[\n{[]/.test(value));
}
