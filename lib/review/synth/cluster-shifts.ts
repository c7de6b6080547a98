import type { ModelFile } from "../../model/model-file";
import { stackPath } from "../../model/stack-path";
import { isSame } from "./bodies";
import { byKey, changedFacts, phrases } from "./phrases";
import { shortName } from "./short-name";

/** What changes in what a stack means in the cluster, a phrase each; policies are named only where nothing else is. */
export function clusterShifts(before: ModelFile, after: ModelFile): readonly string[] {
  const [old, young] = [before.kubernetes, after.kubernetes];
  if (isSame(old, young)) return [];
  const own = stackPath(after);
  const shifts = [
    ...phrases(
      "namespace",
      byKey(old?.namespaces, ({ name }) => name),
      byKey(young?.namespaces, ({ name }) => name),
      changedFacts,
    ),
    ...phrases(
      "workload",
      byKey(old?.workloads, ({ path }) => shortName(path, own)),
      byKey(young?.workloads, ({ path }) => shortName(path, own)),
      changedFacts,
    ),
    ...phrases(
      "exposure",
      byKey(old?.exposures, ({ hostname }) => hostname),
      byKey(young?.exposures, ({ hostname }) => hostname),
      changedFacts,
    ),
  ];
  return shifts.length > 0 ? shifts : ["network policies in the cluster"];
}
