import { createHash } from "node:crypto";
import { checkNamed } from "../../../model/known-properties";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { parseQuantity } from "../../../model/quantity";
import { shownValue } from "../../../model/text";
import type { Resources } from "./resources";
import { SECRETS_FOLDER } from "./secret-files";

/** A folder a container may write to. It is empty at the start and gone with its pod. */
interface Scratch {
  readonly path: string;
  readonly size: string;
}

/** Folders of the system's, which a volume over them would take away. */
const TAKEN = ["/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/sbin", "/sys", "/usr"];

/** Folders by path, each with the most it holds. All of them together fit what a pod may take of its node's disk. */
export function checkScratch(
  declared: Readonly<Record<string, string>> | undefined,
  { most, limits }: Resources,
  check: Mistakes,
): readonly Scratch[] {
  let sum = 0n;
  const all = checkNamed("scratch", declared, '{ "/tmp": "64Mi" }', check);
  const folders = all.flatMap(([path, size]) => {
    const made = check.attempt(`scratch[${JSON.stringify(path)}]`, () => {
      checkFolder(path);
      const [nested] = all.find(([other]) => path.startsWith(`${other}/`)) ?? [];
      if (nested !== undefined)
        fail(path, `lies in ${nested}, which is a folder of its own`, "declare the outer one alone");
      sum += parseQuantity(size);
      return { path, size };
    });
    return made === undefined ? [] : [made];
  });
  if (sum > most.ephemeralStorage && most.ephemeralStorage > 0n) {
    check.attempt("scratch", () =>
      fail(
        all.map(([, size]) => size).join(" + "),
        `is more than the ${limits["ephemeral-storage"]} a pod may take of its node's disk, so a full folder would end it`,
        "raise resources.ephemeralStorage, or make folders smaller",
      ),
    );
  }
  return folders;
}

/** @throws InvalidError for what is no folder of its own in the container */
export function checkFolder(path: unknown): string {
  const isPath = typeof path === "string" && path.length <= 200 && /^(?:\/[A-Za-z0-9_.-]+)+$/.test(path);
  if (!isPath || path.split("/").some((part) => part === "." || part === "..")) {
    fail(
      shownValue(path),
      "is not a folder as /tmp is: with a slash in front and none at its end",
      "write for example /tmp",
    );
  }
  // The one leads to the other on most images.
  const real = path.replace(/^\/var\/run(?=\/|$)/, "/run");
  const isOfSecrets = `${real}/`.startsWith(`${SECRETS_FOLDER}/`) || SECRETS_FOLDER.startsWith(`${real}/`);
  const isTaken = TAKEN.includes(real) || isOfSecrets;
  if (isTaken)
    fail(
      path,
      "is the system's, and a volume there would hide it",
      "write for example /tmp or /var/cache/app",
    );
  return path;
}

/** The name of the volume mounted at a path: `at-var-cache-app`, or a digest where that would not tell two paths apart. */
export function volumeName(path: string): string {
  const plain = path.slice(1).replaceAll("/", "-");
  const isPlain = /^(?:\/[a-z0-9]+)+$/.test(path) && plain.length <= 50;
  return `at-${isPlain ? plain : `x-${createHash("sha256").update(path).digest("hex").slice(0, 16)}`}`;
}

function fail(value: string, problem: string, remedy: string): never {
  throw new InvalidError({ value, problem, remedy });
}
