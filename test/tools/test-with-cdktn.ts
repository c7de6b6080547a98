import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Stopped, type TempFolder, withTempFolder } from "./temp-folder";

/** The community successor of `cdktf`, under the version with which the tests were seen to pass. */
const SUCCESSOR = "npm:cdktn@0.24.0";

const REPOSITORY = resolve(__dirname, "../..");

/** Made by tools, and never copied where git cannot say what belongs to the repository. */
const MADE = ["node_modules", ".git", "cdktf.out", "coverage"];

interface PackageFile {
  dependencies: Record<string, string>;
  overrides?: Record<string, unknown>;
}

/**
 * Runs the tests with `cdktn` in the place of `cdktf`, in a copy of the repository: the alias needs an install of its
 * own, and both engines in one tree throw at synth. Arguments go to Jest.
 */
async function main(jestArguments: readonly string[]): Promise<number> {
  return withTempFolder("straat-cdktn-", async (folder) => {
    copyRepository(folder.path);
    replaceEngine(folder.path);
    const installed = await run(folder, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"]);
    if (installed !== 0) return installed;
    process.stderr.write(`\nTesting with ${engineIn(folder.path)} in the place of cdktf.\n\n`);
    // In CI mode a snapshot that differs or is missing fails, rather than being written into a copy nobody sees.
    return run(folder, process.execPath, ["node_modules/jest/bin/jest.js", "--ci", ...jestArguments]);
  });
}

function run(folder: TempFolder, program: string, args: readonly string[]): Promise<number> {
  return folder.run(program, args, { cwd: folder.path });
}

function copyRepository(target: string): void {
  const files = filesInGit();
  if (files === undefined) {
    const isWanted = (path: string) => !MADE.includes(relative(REPOSITORY, path).split(sep)[0] ?? "");
    cpSync(REPOSITORY, target, { recursive: true, filter: isWanted });
    return;
  }
  // What git lists may have been deleted from disk.
  for (const file of files.filter((name) => existsSync(join(REPOSITORY, name)))) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(REPOSITORY, file), join(target, file));
  }
}

/** Files that are tracked, or new and not ignored; undefined where git is not there or this is no repository. */
function filesInGit(): readonly string[] | undefined {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  try {
    const list = execFileSync("git", args, {
      cwd: REPOSITORY,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return [...new Set(list.split("\0"))].filter((name) => name !== "");
  } catch {
    return undefined;
  }
}

/** The override reaches the providers, which ask for `cdktf` as a peer. */
function replaceEngine(folder: string): void {
  const path = join(folder, "package.json");
  const content = JSON.parse(readFileSync(path, "utf8")) as PackageFile;
  content.dependencies.cdktf = SUCCESSOR;
  content.overrides = { ...content.overrides, cdktf: "$cdktf" };
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  rmSync(join(folder, "package-lock.json"), { force: true });
}

/** What really answers to `cdktf` after the install. @throws Error when that is not the successor */
function engineIn(folder: string): string {
  const path = join(folder, "node_modules/cdktf/package.json");
  const { name, version } = JSON.parse(readFileSync(path, "utf8")) as { name: string; version: string };
  const engine = `${name}@${version}`;
  if (`npm:${engine}` === SUCCESSOR) return engine;
  throw new Error(`npm installed ${engine} under the name cdktf, not ${SUCCESSOR}`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.exitCode = error instanceof Stopped ? error.exitCode : 1;
    if (!(error instanceof Stopped)) process.stderr.write(`${error.stack}\n`);
  },
);
