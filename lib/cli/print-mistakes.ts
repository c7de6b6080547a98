import { counted, oneLine } from "../controls/report/text";
import { describeMistake, type Mistake } from "../model/mistake";

/** Prints mistakes; one that four stages have in common is told once, with the paths it was met on. */
export function printMistakes(mistakes: readonly Mistake[], where: string): void {
  const folded = foldMistakes(mistakes);
  const told = folded.map((mistake) => describeMistake(legible(mistake))).join("\n\n");
  process.stderr.write(`${counted(folded.length, "mistake")} ${where}:\n\n${told}\n\n`);
}

/** What somebody wrote is quoted in it: nothing of that steers the terminal, or begins a line as if it were another mistake. */
function legible(mistake: Mistake): Mistake {
  const text = (value: string) => value.split("\n").map(oneLine).join("\n    ");
  const { path, property, value, problem, remedy } = mistake;
  return {
    path: text(path),
    property: text(property),
    value: text(value),
    problem: text(problem),
    remedy: text(remedy),
  };
}

/** Mistakes that differ in nothing but their path become one. */
export function foldMistakes(mistakes: readonly Mistake[]): readonly Mistake[] {
  const byContent = new Map<string, { readonly mistake: Mistake; readonly paths: Set<string> }>();
  for (const mistake of mistakes) {
    const key = JSON.stringify([mistake.property, mistake.value, mistake.problem, mistake.remedy]);
    const known = byContent.get(key) ?? { mistake, paths: new Set() };
    byContent.set(key, { ...known, paths: known.paths.add(mistake.path) });
  }
  return [...byContent.values()].map(({ mistake, paths }) => ({ ...mistake, path: [...paths].join(", ") }));
}
