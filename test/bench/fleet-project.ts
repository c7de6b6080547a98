import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeClientFiles } from "./client-files";
import { declaredClients } from "./declared";

const ROOT = resolve(__dirname, "../..");

const MAIN = `import { join } from "node:path";
import { SitePlatform, type Fleet } from ${JSON.stringify(join(ROOT, "lib"))};
import { away, home } from ${JSON.stringify(join(ROOT, "test/bench/straat"))};
import { ESCROW } from ${JSON.stringify(join(ROOT, "test/bench/declared"))};
import { admins } from ${JSON.stringify(join(ROOT, "stacks/admins"))};
import { authority } from ${JSON.stringify(join(ROOT, "stacks/authority"))};
import { evidence } from ${JSON.stringify(join(ROOT, "stacks/evidence"))};
import { teamTech } from ${JSON.stringify(join(ROOT, "stacks/team-tech"))};

const sites = [home, away];
export const fleet: Fleet = {
  clients: join(__dirname, "clients"), teamTech, evidence,
  platform: (app) => {
    for (const site of sites) {
      new SitePlatform(app, { site, otherSites: sites.filter((other) => other !== site), admins, authority, escrow: ESCROW });
    }
  },
};
`;

/**
 * A repository with so many clients, in which one client is changed and nothing is committed of that.
 *
 * @returns the client's name
 */
export function writeFleet(folder: string, count: number): string {
  const clients = join(folder, "stacks/clients");
  mkdirSync(clients, { recursive: true });
  writeFileSync(join(folder, "stacks/main.ts"), MAIN);
  writeClientFiles(clients, count);
  for (const name of ["lib", "node_modules", "package.json"])
    symlinkSync(join(ROOT, name), join(folder, name));
  writeFileSync(join(folder, ".gitignore"), "node_modules\n");
  git(folder, "init", "--quiet", "--initial-branch=main");
  git(folder, "add", "--all");
  git(
    folder,
    "-c",
    "user.name=bench",
    "-c",
    "user.email=bench@example.nl",
    "commit",
    "--quiet",
    "--message=fleet",
  );
  const name = declaredClients(count).at(count >> 1)?.name ?? "";
  const file = join(clients, `${name}.ts`);
  writeFileSync(file, readFileSync(file, "utf8").replace("VmSize.SMALL", "VmSize.MEDIUM"));
  return name;
}

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`);
}
