import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

/** What no synth reads. Anything else that changes may bear on every stack. */
const UNREAD = [
  /^(?:docs|test|coverage|[a-z]+\.out|\.[^/]+)\//,
  /^\.[^/]+$/,
  /\.(?:md|log)$/,
  /^(?:biome\.json|jest\.config\.cjs|LICENSE)$/,
  /^terraform\.[^/]*tfstate[^/]*$/,
];

const IMPORT = /["'](\.{1,2}\/[^"'\n]+)["']/g;

/**
 * Whose stacks may be others by a change of files: names of clients, or undefined for everybody. What a client's file declares is
 * nobody else's (decision 11), so where only such files change the others need not be synthesized, unless they read it.
 *
 * @param paths from the root, as git tells them
 * @param root folder of the project
 * @param clients absolute path of the folder with client files
 */
export function touchedClients(
  paths: readonly string[],
  root: string,
  clients: string,
): readonly string[] | undefined {
  const read = paths.filter((path) => !UNREAD.some((pattern) => pattern.test(path)));
  const folder = `${relative(root, clients).split(sep).join("/")}/`;
  const names = read.map((path) => clientOf(path, folder));
  const found = names.filter((name) => name !== undefined);
  if (found.length < names.length) return undefined;
  return found.length > 0 && isReadByOthers(found, root, clients) ? undefined : [...new Set(found)].sort();
}

function clientOf(path: string, folder: string): string | undefined {
  if (!path.startsWith(folder) || path.endsWith(".d.ts")) return undefined;
  return /^([^/]+)\.ts$/.exec(path.slice(folder.length))?.[1];
}

/** Whether a file that stays as it is imports one of those that do not. */
function isReadByOthers(names: readonly string[], root: string, clients: string): boolean {
  const touched = new Set(names.map((name) => join(clients, name)));
  const stacks = join(root, "stacks");
  const files = readdirSync(stacks, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[cm]?[jt]s$/.test(name))
    .map((name) => join(stacks, name));
  return files
    .filter((file) => !touched.has(withoutEnding(file)))
    .some((file) =>
      [...readFileSync(file, "utf8").matchAll(IMPORT)].some(([, path]) =>
        touched.has(withoutEnding(resolve(dirname(file), path as string))),
      ),
    );
}

function withoutEnding(path: string): string {
  return path.replace(/\.[cm]?[jt]s$/, "");
}
