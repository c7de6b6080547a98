import { parseAllDocuments } from "yaml";
import { manifestFiles } from "../../lib/controls/kubernetes/manifest-file";
import { describeMistake } from "../../lib/model/mistake";
import { outputsOf } from "../../lib/synth/synthesize";
import { Targets } from "../../lib/synth/targets";
import { fleet } from "../../stacks/main";
import { type Body, TEST_DAY } from "../support/app";
import { Cluster } from "./wants/cluster";

/** One document of what `straat manifests` writes. */
export interface Exported {
  readonly object: Body;
  readonly text: string;
}

/**
 * What the examples have on each site's cluster, as `straat manifests` writes it and another reader of YAML reads it. Names are
 * the same on both sites, so each cluster is judged alone.
 */
export function exportedClusters(): ReadonlyMap<string, readonly Exported[]> {
  const { mistakes, outputs } = outputsOf(fleet, {
    targets: Targets.ALL,
    day: TEST_DAY,
    state: { kind: "local" },
  });
  if (mistakes.length > 0) throw new Error(mistakes.map(describeMistake).join("\n"));
  const sites = new Map<string, Exported[]>();
  for (const output of outputs) {
    const documents = manifestFiles([output]).flatMap(({ text }) => documentsIn(text));
    const { name } = output.model.site;
    if (documents.length > 0) sites.set(name, [...(sites.get(name) ?? []), ...documents]);
  }
  return sites;
}

export function documentsIn(text: string): readonly Exported[] {
  const texts = text.split(/^---$/m).filter((part) => part.trim() !== "");
  return texts.map((part) => ({ text: part.trimStart(), object: parseAllDocuments(part)[0]?.toJS() }));
}

/** The objects of each cluster, for what looks at several at once. */
export function asClusters(sites: ReadonlyMap<string, readonly Exported[]>): readonly Cluster[] {
  return [...sites.values()].map((documents) => new Cluster(documents.map(({ object }) => object)));
}
