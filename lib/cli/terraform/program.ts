import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { InvalidError } from "../../model/mistake";

/** By which people name it. */
export const BINARY = "TERRAFORM_BINARY_NAME";

export const INSTALL = `install Terraform 1.11 or newer, or OpenTofu, and name it with ${BINARY} where it is not called terraform`;

/**
 * The program that a name stands for, by one path, so that each run of it is of the same file. A name is looked for in folders of
 * `PATH` that are the machine's: not in the project's own, where a package or a branch may put one, nor in one that depends on where
 * it is run. Who means such a program writes its path.
 *
 * @param project folder of the repository
 * @throws InvalidError for one that is not there, or that everybody on this machine may write over
 */
export function programFor(
  name: string,
  { PATH = "" }: Readonly<Record<string, string | undefined>>,
  project = resolve(""),
): string {
  const refused = (problem: string, remedy = INSTALL) =>
    new InvalidError({ path: BINARY, value: name, problem, remedy });
  const isPath = name.includes("/");
  const folders = PATH.split(delimiter).filter((folder) => isAbsolute(folder));
  const places = isPath
    ? [resolve(project, name)]
    : folders.filter((folder) => !isWithin(folder, project)).map((folder) => join(folder, name));
  const found = places.find(isProgram);
  if (found === undefined) {
    throw refused(`cannot be run: ${isPath ? "there is no such program" : "no folder of PATH has it"}`);
  }
  if (isOpenToAll(found) || isOpenToAll(dirname(found))) {
    throw refused(
      "may be written over by everybody on this machine",
      "take that right away from others: chmod o-w",
    );
  }
  return found;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function isWithin(folder: string, project: string): boolean {
  const path = relative(project, folder);
  return path !== ".." && !path.startsWith("../") && !isAbsolute(path);
}

/** In a folder with the sticky bit nobody writes over what is another's. */
function isOpenToAll(path: string): boolean {
  const { mode } = statSync(path);
  return (mode & 0o002) !== 0 && (mode & 0o1000) === 0;
}
