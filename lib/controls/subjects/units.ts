import { type Files, filesUnder, textIn } from "./frozen";
import { type Settings, settingsOf, wordsOf } from "./settings";

/** Where units of systemd are put. */
export const UNITS = "/etc/systemd/system";

/** Where the steps of a first boot are listed, one a line: who takes it, a tab, and what is done. */
export const STEPS = "/etc/straat/first-boot";

/** The settings of a unit, as `Service.ExecStart`. @throws Unreadable when the file is not there */
export function unitIn(files: Files, path: string): Settings {
  let section = "";
  const lines = wordsOf(textIn(files, path)).flatMap((line) => {
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    section = heading ?? section;
    return heading === undefined ? [`${section}.${line}`] : [];
  });
  return settingsOf(lines.join("\n"), { between: /\s*=\s*/ });
}

/** Units that are put in place whole, by file name. Additions to those of packages are not among them. */
export function unitNames(files: Files): readonly string[] {
  const names = filesUnder(files, UNITS).map(([path]) => path.slice(UNITS.length + 1));
  return names.filter((name) => !name.includes("/"));
}

/** What a first boot does, in its order. @throws Unreadable when the list is not there */
export function stepsOf(files: Files): readonly string[] {
  return wordsOf(textIn(files, STEPS)).map((line) => line.slice(line.indexOf("\t") + 1));
}
