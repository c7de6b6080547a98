import { ERROR_FROM_ACCEPTANCE } from "../../level";
import { stackRule } from "../../rule";
import { type Files, filesUnder } from "../../subjects/frozen";
import { machines } from "../../subjects/machines";
import { PROGRAMS } from "../../subjects/recurring";
import { forFiles } from "../../subjects/served-files";

/** Where a program or a configuration calls another one; a name that is put together ends with a hyphen. */
const CALLS =
  /(?:\/usr\/local\/lib\/straat|\$programs)\/((?:documents\/)?[a-z0-9]+(?:-[a-z0-9]+)*)(?![a-z0-9/-])/g;

/** What programs call by names they put together. */
const ALSO_CALLS: Readonly<Record<string, readonly string[]>> = {
  "documents/keepalived": ["vrrp-notify", "vrrp-listens"],
  "dump-databases": ["dump-postgresql", "dump-mariadb"],
};

/** B-07, B-20: what is called is there. */
export const programsAreComplete = stackRule({
  id: "programs-are-complete",
  info: "every program of the house that a file of a server calls is there",
  explanation:
    "A program that calls one that is not there stops halfway: a wall that is half loaded, a tunnel without its check, an alarm that nobody raises.",
  remedy: "leave the files of a server to the library",
  promises: ["B-07", "B-20"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  subjects: machines,
  judge: (machine) => missingPrograms(machine),
});

const missingPrograms = forFiles((files) => {
  const called = [...files].flatMap(([path, { text }]) =>
    [...callsIn(text), ...callsOf(path)].map((name) => ({ name, path })),
  );
  const first = new Map(called.toReversed().map(({ name, path }) => [name, path]));
  return [...first]
    .filter(([name]) => !isThere(files, name))
    .map(([name, path]) => `${path} calls ${PROGRAMS}/${name}, which is not there`);
});

function callsIn(text: string): readonly string[] {
  return [...text.matchAll(CALLS)].map(([, name = ""]) => name);
}

function callsOf(path: string): readonly string[] {
  return ALSO_CALLS[path.slice(PROGRAMS.length + 1)] ?? [];
}

/** A program, a part that another one reads, or a folder of programs. */
function isThere(files: Files, name: string): boolean {
  return files.has(`${PROGRAMS}/${name}`) || filesUnder(files, `${PROGRAMS}/${name}`).length > 0;
}
