import { KINDS } from "../../controls/kubernetes/kinds";
import { kubernetesResourcesOf, objectOf } from "../../controls/kubernetes/kubernetes-object";
import { inner } from "../../controls/subjects/kubernetes/fields";
import { Fields, isObject } from "../../controls/terraform/fields";
import type { Resource } from "../../controls/terraform/resource";
import type { StackOutput } from "../../controls/terraform/stack-output";
import { Unreadable } from "../../controls/unreadable";

/** An object that is there, and of which nobody can say what it holds. */
export interface UnreadObject {
  /** In Terraform. */
  readonly address: string;
  /** As subjects of the stack are named. */
  readonly id: string;
  readonly why: string;
}

/**
 * Objects of some kinds that cannot be read, such as one with a value that only the apply will know. What does not tell its kind may be
 * any of them.
 */
export function unreadObjects(stack: StackOutput, kinds: readonly string[]): readonly UnreadObject[] {
  return kubernetesResourcesOf(stack).flatMap((resource) => {
    if (!mayBeOf(resource, kinds)) return [];
    try {
      const { body, address } = objectOf(stack, resource);
      inner(new Fields(body, address), "spec");
      return [];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const { address } = resource;
      return [{ address, id: stack.subjectId(address), why: error.message }];
    }
  });
}

/**
 * Whether a resource makes an object of one of these kinds, as far as its type and its manifest tell. A type that nobody here knows
 * may do anything: `kubernetes_labels` changes an object that another resource makes.
 */
export function mayBeOf(
  { type, values }: Pick<Resource, "type" | "values">,
  kinds: readonly string[],
): boolean {
  if (!type.startsWith("kubernetes_")) return false;
  if (type !== "kubernetes_manifest") {
    const kind = KINDS[type]?.kind;
    return kind === undefined || kinds.includes(kind);
  }
  const { manifest } = values;
  const kind = isObject(manifest) ? manifest.kind : undefined;
  return typeof kind !== "string" || kind.startsWith("${") || kinds.includes(kind);
}
