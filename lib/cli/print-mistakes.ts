import { counted } from "../controls/report/text";
import { describeMistake, type Mistake } from "../model/mistake";

/** Prints mistakes; one that four stages have in common is told once, with the paths it was met on. */
export function printMistakes(mistakes: readonly Mistake[], where: string): void {
  const folded = foldMistakes(mistakes);
  process.stderr.write(
    `${counted(folded.length, "mistake")} ${where}:\n\n${folded.map(describeMistake).join("\n\n")}\n\n`,
  );
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
