import type { EvidenceReport } from "./evidence-report";
import { shownSize } from "./facts";
import { line, property } from "./oscal-values";

/** By what a component is known in observations. */
export const WHOLE = "whole";

/** The stacks as parts of the system, and one for what they say together. */
export function componentsOf({ stacks, title }: EvidenceReport, id: (...name: readonly string[]) => string) {
  return [
    {
      uuid: id("component", WHOLE),
      type: "this-system",
      title: line(title),
      description: "All stacks together, and what is declared beside them.",
      status: { state: "operational" },
    },
    ...stacks.map((stack) => ({
      uuid: id("component", stack.name),
      type: "system",
      title: line(stack.path),
      description: line(`${shownSize([stack])} at ${stack.site}.`),
      props: [property("stack", stack.name), property("kind", stack.kind), property("site", stack.site)],
      status: { state: "operational", remarks: "As declared; nobody looked whether it runs." },
    })),
  ];
}
