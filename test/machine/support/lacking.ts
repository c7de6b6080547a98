import { spawnSync } from "node:child_process";
import { lackingForLab } from "../../kernel/support/describe-in-lab";

/** Programs and the Debian packages that bring them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  debootstrap: "debootstrap",
  "dpkg-scanpackages": "dpkg-dev",
  setpriv: "util-linux",
};

/**
 * What keeps servers from being started here, if anything. It takes minutes and fetches packages of Debian, so it is
 * done in CI, and elsewhere on demand.
 */
export function lackingForMachines(): string | undefined {
  if (!process.env["CI"] && !process.env["STRAAT_MACHINES"])
    return "STRAAT_MACHINES=1 (some minutes, and Debian's packages)";
  const lab = lackingForLab();
  if (lab !== undefined) return lab;
  const missing = Object.keys(PROGRAMS).filter(
    (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).error !== undefined,
  );
  if (missing.length === 0) return undefined;
  return `${missing.join(", ")}; apt-get install ${missing.map((program) => PROGRAMS[program]).join(" ")}`;
}
