import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type GuestFile, PROGRAMS } from "./guest-part";

/** The text of a program in `lib/guest/scripts`: POSIX sh for a stock Debian, the same on every server. */
export function readScript(name: string): string {
  return readFileSync(join(__dirname, "scripts", `${name}.sh`), "utf8");
}

/** A program of ours, as a file that can be run. Below `PROGRAMS`, under the script's own name. */
export function program(name: string): GuestFile {
  return { path: `${PROGRAMS}/${name}`, content: readScript(name), mode: "0755" };
}

/**
 * What the agent runs for one live document, called with `check FILE`, `apply FILE`, `verify`, `today FILE` or
 * `remove`; see `scripts/agent.sh`. The script is `document-<name>.sh`.
 */
export function documentHandler(document: string): GuestFile {
  return {
    path: `${PROGRAMS}/documents/${document}`,
    content: readScript(`document-${document}`),
    mode: "0755",
  };
}
