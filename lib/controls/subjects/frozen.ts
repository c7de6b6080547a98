import type { FrozenFile } from "../guest/frozen-files";
import type { Machine } from "../machine";
import { Unreadable } from "../unreadable";

/** Files put in place at a first boot, by path. */
export type Files = ReadonlyMap<string, FrozenFile>;

const known = new WeakMap<Machine, Files>();

/** What a machine is made of; read once, whoever asks. @throws Unreadable */
export function filesOf(machine: Machine): Files {
  const files = known.get(machine) ?? machine.files;
  known.set(machine, files);
  return files;
}

/** The text of one of the files. @throws Unreadable when it is not there */
export function textIn(files: Files, path: string): string {
  const file = files.get(path);
  if (file === undefined) throw new Unreadable(`${path} is not there`);
  return file.text;
}

/** Files below a folder, with their paths. */
export function filesUnder(
  files: Files,
  folder: string,
): readonly (readonly [path: string, file: FrozenFile])[] {
  return [...files].filter(([path]) => path.startsWith(`${folder}/`));
}
