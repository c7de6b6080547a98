import { counted } from "../report/text";
import type { EvidenceReport } from "./evidence-report";
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
    ...stacks.map(({ name, path, kind, site, servers }) => ({
      uuid: id("component", name),
      type: "system",
      title: line(path),
      description: line(`${counted(servers.length, "server")} at ${site}.`),
      props: [property("stack", name), property("kind", kind), property("site", site)],
      status: { state: "operational", remarks: "As declared; nobody looked whether it runs." },
    })),
  ];
}
