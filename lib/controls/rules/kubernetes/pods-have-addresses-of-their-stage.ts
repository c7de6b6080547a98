import { Cidr } from "../../../model/cidr";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { flagIn, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { stageNetwork } from "../../subjects/kubernetes/gateways";
import { namespacesIn } from "../../subjects/kubernetes/namespaces";
import { type MadeObject, madeObjects, recordOf } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import { isObject } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** By which Calico gives pods of a namespace addresses of these pools. */
const POOLS = "cni.projectcalico.org/ipv4pools";

/** B-09, H-05: walls outside the cluster tell pods apart by address, so each stage's have their own. */
export const podsHaveAddressesOfTheirStage = stackRule<MadeObject>({
  id: "pods-have-addresses-of-their-stage",
  info: "the pods of a tenant get addresses from a pool of their client's stage, which nobody else gets and nothing rewrites",
  explanation:
    "A database on a server lets its application in by address. From the cluster's common pool that address may be another client's pod tomorrow, and behind a rewritten one it is every pod of a node.",
  remedy:
    "give the namespace the annotation cni.projectcalico.org/ipv4pools with an IPPool of the stage's network, assigned by hand, without natOutgoing or tunnels",
  promises: ["B-09", "H-05"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a client's servers would let other clients' pods in" },
  subjects: (stack) =>
    stack.model.kind === "environment" ? [...namespacesIn(stack), ...poolsIn(stack)] : [],
  judge: (made, stack) =>
    made.object.kind === "Namespace" ? wrongNamespace(made, stack) : wrongPool(made, stack),
});

function poolsIn(stack: StackOutput): readonly MadeObject[] {
  return madeObjects(stack).filter(({ object }) => object.kind === "IPPool");
}

function wrongNamespace(
  { object: { name, annotations } }: MadeObject,
  stack: StackOutput,
): readonly string[] {
  const network = stageNetwork(stack.model, "pods");
  const named = listOf(annotations[POOLS]);
  const pools = poolsIn(stack).filter(({ object }) => named.includes(object.name));
  const strangers = recordOf(stack)
    .workloads.filter((workload) => workload.namespace === name)
    .filter(({ pods }) => `${pods}` !== `${network}`);
  return problemsOf(
    unless(named.length > 0, "its pods get addresses from the cluster's common pool"),
    ...named
      .filter((pool) => !pools.some(({ object }) => object.name === pool))
      .map((pool) => `its pods get addresses from ${pool}, which is no pool of this stack`),
    ...pools
      .filter(({ spec }) => spec.text("cidr") !== `${network}`)
      .map(({ object }) => `its pods get addresses from ${object.name}, which is not ${network}`),
    ...strangers.map(({ path }) => `the model has the pods of ${path} elsewhere than in ${network}`),
  );
}

function wrongPool({ spec }: MadeObject, stack: StackOutput): readonly string[] {
  const cidr = Cidr.parse(spec.text("cidr"));
  const own = [stageNetwork(stack.model, "pods"), stageNetwork(stack.model, "fronts")];
  const use = stageNetwork(stack.model, "fronts").contains(cidr) ? "LoadBalancer" : "Workload";
  return problemsOf(
    unless(
      own.some((network) => network.contains(cidr)),
      `it hands out ${cidr}, which is not this stage's`,
    ),
    // Where nothing is said, tunnels of nodes take addresses of it too.
    unless(
      textsIn(spec, "allowedUses").join() === use,
      `its addresses are for ${textsIn(spec, "allowedUses").join(", ") || "whatever there is"}, not for ${use}`,
    ),
    unless((textIn(spec, "nodeSelector") ?? "all()") === "all()", "some nodes have no addresses of it"),
    unless(textIn(spec, "assignmentMode") === "Manual", "pods of other namespaces get addresses of it too"),
    unless(
      flagIn(spec, "natOutgoing") === false,
      "what its pods send has the address of their node (natOutgoing)",
    ),
    ...["ipipMode", "vxlanMode"].map((mode) =>
      unless(
        (textIn(spec, mode) ?? "Never") === "Never",
        `what its pods send is wrapped (${mode}), so no wall sees it`,
      ),
    ),
  );
}

function listOf(text: string | undefined): readonly string[] {
  const parsed: unknown = text === undefined ? [] : JSON.parse(text);
  return Array.isArray(parsed) && !isObject(parsed) ? parsed.map(String) : [];
}
