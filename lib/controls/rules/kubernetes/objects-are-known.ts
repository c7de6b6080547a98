import { KINDS } from "../../kubernetes/kinds";
import { kubernetesResourcesOf, objectOf } from "../../kubernetes/kubernetes-object";
import { ERROR_EVERYWHERE } from "../../level";
import { type Subject, stackRule } from "../../rule";
import { GROUPS } from "../../subjects/kubernetes/objects";
import { lifecycleOf } from "../../terraform/lifecycle";
import type { Resource } from "../../terraform/resource";

interface Made extends Subject {
  readonly resource: Resource;
}

/** Kinds that only a manifest can make, and that rules judge or that say nothing of who reaches what. */
const OF_MANIFESTS: readonly string[] = [
  ...["Gateway", "HTTPRoute"].map((kind) => `${GROUPS.gateway}/v1 ${kind}`),
  ...["ClientTrafficPolicy", "BackendTrafficPolicy", "SecurityPolicy", "EnvoyProxy"].map(
    (kind) => `${GROUPS.envoy}/v1alpha1 ${kind}`,
  ),
  `${GROUPS.certificates}/v1 Certificate`,
  `${GROUPS.backups}/v1 Schedule`,
  `${GROUPS.backups}/v1 BackupStorageLocation`,
  "external-secrets.io/v1 ExternalSecret",
  "projectcalico.org/v3 IPPool",
  "crd.projectcalico.org/v1 IPPool",
];

/** Kinds that are read, and that nobody should have: there is another way here. */
const UNWANTED: Readonly<Record<string, string>> = {
  Ingress: "no controller answers it: expose the service at a Gateway",
};

/** B-07, I-05, H-22: an object that no rule can read is judged by none. */
export const objectsAreKnown = stackRule<Made>({
  id: "objects-are-known",
  info: "every resource in the cluster can be read to its last field, and is of a kind that rules judge",
  explanation:
    "An attribute that is passed over may share a host's network or let a stranger in, and an object of another kind may make pods, rights or openings where nobody looks.",
  remedy:
    "use the library's constructs; a kind or an attribute that is needed is added to lib/controls/kubernetes, with a rule for what it does",
  promises: ["B-07", "I-05", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "what cannot be read is judged by no other rule either" },
  subjects: (stack) =>
    kubernetesResourcesOf(stack).map((resource) => ({ id: stack.subjectId(resource.address), resource })),
  judge({ resource }, stack) {
    const { apiVersion, kind } = objectOf(stack, resource);
    const known = [
      ...Object.values(KINDS).map((one) => `${one.apiVersion} ${one.kind}`),
      ...OF_MANIFESTS,
    ].includes(`${apiVersion} ${kind}`);
    const lifecycle = lifecycleOf(stack, resource);
    // What Terraform ignores has a rule of its own, `changes-are-applied`.
    const words = Object.keys(lifecycle).filter(
      (key) => key !== "ignore_changes" && !(key === "prevent_destroy" && lifecycle[key] === true),
    );
    return [
      ...(known ? [] : [`no rule judges a ${kind} of ${apiVersion}`]),
      ...(UNWANTED[kind] === undefined ? [] : [`it is of kind ${kind}, and ${UNWANTED[kind]}`]),
      ...words.map((key) => `its lifecycle says ${key}, and nothing here needs one`),
    ];
  },
});
