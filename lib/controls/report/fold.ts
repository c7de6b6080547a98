import type { ModelFile } from "../../model/model-file";
import type { Assessment } from "../assessment";
import type { Finding } from "../finding";

/** A finding, told once for all stacks where it is the same. */
export interface FoldedFinding extends Finding {
  /** The other stacks, in their order. */
  readonly alsoIn: readonly string[];
}

/**
 * Findings that differ in nothing but the name of the stack they are in become one: a client's four stages often have a
 * mistake in common.
 */
export function foldFindings(findings: readonly Finding[], { stacks }: Assessment): readonly FoldedFinding[] {
  const names = new Map(stacks.map((model) => [model.stack, namesOf(model)]));
  const met = new Map<string, number>();
  const folded = new Map<string, { readonly first: Finding; readonly alsoIn: string[] }>();
  for (const finding of findings) {
    const content = contentOf(finding, names.get(finding.stack ?? "") ?? []);
    // What one stack says twice stays twice, so that what is shown adds up to what is counted.
    const place = JSON.stringify([finding.stack, content]);
    const nth = met.get(place) ?? 0;
    met.set(place, nth + 1);
    const key = JSON.stringify([finding.stack === undefined, nth, content]);
    const known = folded.get(key);
    if (known === undefined) folded.set(key, { first: finding, alsoIn: [] });
    else if (finding.stack !== undefined) known.alsoIn.push(finding.stack);
  }
  return [...folded.values()].map(({ first, alsoIn }) => ({ ...first, alsoIn }));
}

/** A finding without its own stack's names. */
function contentOf({ rule, level, kind, subject, problem }: Finding, names: readonly string[]): string {
  const general = (text: string) => names.reduce((result, name) => result.replaceAll(name, "\u0000"), text);
  return JSON.stringify([rule, level, kind, general(subject), general(problem)]);
}

/** How subjects and problems name a stack: by its name, or by its path in the model. */
function namesOf({ stack, client, stage }: ModelFile): readonly string[] {
  const path = client === undefined ? "" : `${client.name}/${stage?.name ?? "street"}`;
  return [stack, path].filter((name) => name !== "");
}
