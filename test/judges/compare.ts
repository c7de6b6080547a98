import type { Accepted } from "./accepted";

/** What a judge says of one object. */
export interface Finding {
  readonly rule: string;
  /** Kind, namespace and name, such as `Service verne-production/web`. */
  readonly object: string;
  readonly line?: string;
}

export interface Comparison {
  /** What is found and accepted by nobody. */
  readonly unexplained: readonly string[];
  /** What is accepted and found no more. */
  readonly unused: readonly string[];
}

/**
 * Findings against what is accepted: both have to come out even.
 *
 * @param isOurs whether a rule is one that these findings can be of
 */
export function compare(
  findings: readonly Finding[],
  accepted: readonly Accepted[],
  isOurs: (rule: string) => boolean = () => true,
): Comparison {
  const entries = accepted.flatMap(({ rules, object, lines }): readonly Finding[] =>
    rules
      .filter(isOurs)
      .flatMap((rule) => lines?.map((line) => ({ rule, object, line })) ?? [{ rule, object }]),
  );
  const unexplained = findings.filter((finding) => !entries.some((entry) => covers(entry, finding)));
  const unused = entries.filter((entry) => !findings.some((finding) => covers(entry, finding)));
  return { unexplained: [...new Set(unexplained.map(shown))].sort(), unused: unused.map(shown) };
}

function covers(entry: Finding, finding: Finding): boolean {
  if (entry.rule !== finding.rule) return false;
  if (entry.line !== undefined && !patternOf(entry.line).test(finding.line ?? "")) return false;
  return patternOf(entry.object).test(finding.object);
}

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^ /]*");
  return new RegExp(`^${escaped}$`);
}

function shown({ rule, object, line }: Finding): string {
  return [rule, object, ...(line === undefined ? [] : [line])].join("  ");
}

/** How an object is named in findings. */
export function nameOf({ kind, metadata }: { readonly kind?: unknown; readonly metadata?: unknown }): string {
  const { name, namespace } = metadata as { name: string; namespace?: string };
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
