import { selects } from "../../../network/kubernetes/selector";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import { policyObjects, policyOf } from "../../subjects/kubernetes/policies";

/** V-09, B-09: no pod of a tenant is there before the policies that close it. */
export const wallsBeforePods = stackRule<PodMaker>({
  id: "walls-before-pods",
  info: "what makes pods of a tenant waits for every policy that is about them",
  explanation:
    "Terraform makes things side by side where nothing says which is first. A pod that is there before its walls reaches everybody on the cluster and is reached by everybody, and an apply that stops half-way leaves it so.",
  remedy: "use the library's workloads, which name their walls in depends_on",
  promises: ["V-09", "B-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => (stack.model.kind === "environment" ? podMakers(stack) : []),
  judge({ object: { address, namespace }, podLabels }, stack) {
    const awaited = stack.at(address)?.dependsOn ?? [];
    return policyObjects(stack)
      .filter((policy) => {
        const { namespace: place, pods } = policyOf(policy);
        return place === namespace && selects(pods, podLabels);
      })
      .filter(({ object }) => !awaited.includes(object.address))
      .map(({ object }) => `it does not wait for its wall ${object.name} (${object.address})`);
  },
});
