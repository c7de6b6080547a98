import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, textIn } from "../../subjects/kubernetes/fields";
import { bodyOf, GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { type PodMaker, podMakers } from "../../subjects/kubernetes/pods";
import { isObject } from "../../terraform/fields";
import type { StackOutput } from "../../terraform/stack-output";

/** By which objects of one workload belong together. */
const NAME = "app.kubernetes.io/name";

/** Under which fields of a pod a Secret is named. */
const NAMING = ["secret", "secretRef", "secretKeyRef", "nodePublishSecretRef"];

/** V-10, H-22: who gets into one application has the secrets of that application. */
export const secretsOfTheirWorkload = stackRule<PodMaker>({
  id: "secrets-of-their-workload",
  info: "every Secret that a tenant's pods are given is their own workload's",
  explanation:
    "Whoever gets into a web server has what is mounted there. The key of a certificate, or the password of a job that deletes what is old, is not for it to have.",
  remedy: "give the workload its own secret, with secrets: { … }; two may name the same source",
  promises: ["V-10", "H-22"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => (stack.model.kind === "environment" ? podMakers(stack) : []),
  judge: ({ pod, object }, stack) =>
    [...new Set(namesIn(pod.values))].flatMap((name) =>
      ownersOf(name, object.namespace, stack)
        .filter((owner) => owner !== object.labels[NAME])
        .map((owner) => `it is given the Secret ${name}, which is ${owner ?? "nobody"}'s`),
    ),
});

function* namesIn(value: unknown): Generator<string> {
  if (Array.isArray(value)) for (const item of value) yield* namesIn(item);
  if (!isObject(value)) return;
  for (const [key, inside] of Object.entries(value)) {
    if (NAMING.includes(key) && isObject(inside)) {
      const name = inside.secretName ?? inside.name;
      if (typeof name === "string") yield name;
    }
    yield* namesIn(inside);
  }
}

/** Whose the objects are by which a Secret comes to be: written, fetched, or made with a certificate. That there is one `volumes-are-whole` judges. */
function ownersOf(
  name: string,
  namespace: string | undefined,
  stack: StackOutput,
): readonly (string | undefined)[] {
  const made: readonly (readonly [MadeObject, string | undefined])[] = [
    ...ofKind(stack, GROUPS.core, "Secret").map((one) => [one, one.object.name] as const),
    ...ofKind(stack, "external-secrets.io", "ExternalSecret").map(
      (one) => [one, textIn(inner(bodyOf(one), "spec", "target"), "name") ?? one.object.name] as const,
    ),
    ...ofKind(stack, GROUPS.certificates, "Certificate").map(
      (one) => [one, textIn(one.spec, "secretName")] as const,
    ),
  ];
  return made
    .filter(([{ object }, secret]) => secret === name && object.namespace === namespace)
    .map(([{ object }]) => object.labels[NAME]);
}
