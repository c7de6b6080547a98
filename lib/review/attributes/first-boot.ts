import { type FrozenFile, readFrozenFiles } from "../../controls/guest/frozen-files";
import { counted } from "../../controls/report/text";
import { Unreadable } from "../../controls/unreadable";
import type { Redactor } from "../redaction/redactor";
import type { AttributeChange } from "../stack-review";
import { lineChanges } from "./line-changes";
import { withoutComments } from "./readable";

/** Beginning of the keys over which the files of a first boot are spread. */
export const FILES_PREFIX = "guestinfo.straat-files.";

type Settings = Readonly<Record<string, unknown>>;
type Files = ReadonlyMap<string, FrozenFile>;

/**
 * What changes in the files that a server is made of, file by file. Undefined where one side cannot be read, so that the values
 * have to be shown as they stand.
 *
 * @param path of the settings, such as `extra_config`
 */
export function firstBootChanges(
  path: string,
  before: Settings | undefined,
  after: Settings | undefined,
  redactor: Redactor,
): readonly AttributeChange[] | undefined {
  const [old, young] = [filesOf(before), filesOf(after)];
  if (old === "unreadable" || young === "unreadable" || (old ?? young) === undefined) return undefined;
  if (old === undefined || young === undefined) return [whole(path, old, young)];
  const names = [...new Set([...young.keys(), ...old.keys()])].sort();
  return names.flatMap((name) => {
    const change = fileChange(
      `${path}["${FILES_PREFIX}*"][${JSON.stringify(redactor.name(name))}]`,
      old.get(name),
      young.get(name),
      redactor,
    );
    return change ?? [];
  });
}

/** Whether an object has any of these files among its settings. */
export function hasFiles(settings: Settings | undefined): boolean {
  return settings !== undefined && `${FILES_PREFIX}1` in settings;
}

function filesOf(settings: Settings | undefined): Files | "unreadable" | undefined {
  if (settings === undefined || !hasFiles(settings)) return undefined;
  try {
    return readFrozenFiles(settings);
  } catch (error) {
    if (error instanceof Unreadable) return "unreadable";
    throw error;
  }
}

/** A server that comes or goes brings some sixty files along, which are the same for all of its role. */
function whole(path: string, before: Files | undefined, after: Files | undefined): AttributeChange {
  return {
    path: `${path}["${FILES_PREFIX}*"]`,
    kind: before === undefined ? "added" : "removed",
    before: before && counted(before.size, "file"),
    after: after && counted(after.size, "file"),
    meaning: "files of the first boot",
    lines: [],
    isCosmetic: false,
  };
}

function fileChange(
  path: string,
  before: FrozenFile | undefined,
  after: FrozenFile | undefined,
  redactor: Redactor,
): AttributeChange | undefined {
  if (before?.text === after?.text && before?.mode === after?.mode) return undefined;
  const kind = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return {
    path,
    kind,
    before: before && told(before),
    after: after && told(after),
    meaning: "file of the first boot",
    lines: lineChanges(
      linesOf(before),
      linesOf(after),
      redactor.lines(textOf(before)),
      redactor.lines(textOf(after)),
    ),
    isCosmetic:
      before?.mode === after?.mode &&
      before !== undefined &&
      after !== undefined &&
      withoutComments(before.text) === withoutComments(after.text),
  };
}

function told({ mode, text }: FrozenFile): string {
  return `${counted(text.split("\n").length - 1, "line")}, mode ${mode}`;
}

function textOf(file: FrozenFile | undefined): string {
  return file?.text.replace(/\n$/, "") ?? "";
}

function linesOf(file: FrozenFile | undefined): readonly string[] {
  return file === undefined || file.text === "" ? [] : textOf(file).split("\n");
}
