import { InvalidError, type Mistake } from "../../model/mistake";
import { stackPath } from "../../model/stack-path";
import type { StackOutput } from "../terraform/stack-output";
import { Unreadable } from "../unreadable";
import { type KubernetesObject, kubernetesResourcesOf, objectOf } from "./kubernetes-object";
import { toYaml } from "./yaml";

/** The objects of one stack, as a file. */
export interface ManifestFile {
  /** Such as `verne-production.yaml`. */
  readonly name: string;
  /** In the order of the stack. */
  readonly objects: readonly KubernetesObject[];
  /** The same as YAML, without values of Secrets. */
  readonly text: string;
}

/**
 * One file for each stack that has objects of Kubernetes.
 *
 * @throws InvalidError with every object that cannot be read: a file without it would say that it is not there
 */
export function manifestFiles(stacks: readonly StackOutput[]): readonly ManifestFile[] {
  const mistakes: Mistake[] = [];
  const files = stacks.map((stack) => {
    const objects = kubernetesResourcesOf(stack).flatMap((resource) => {
      try {
        return [objectOf(stack, resource)];
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        mistakes.push(unreadable(stack, resource.address, error));
        return [];
      }
    });
    return { name: `${stack.name}.yaml`, objects, text: toYaml(objects) };
  });
  if (mistakes.length > 0) throw new InvalidError(...mistakes);
  return files.filter(({ objects }) => objects.length > 0);
}

function unreadable(stack: StackOutput, address: string, { message }: Unreadable): Mistake {
  return {
    path: stackPath(stack.model),
    property: "",
    value: address,
    problem: `cannot be written as the API server would be sent it: ${message}`,
    remedy: "write what it is to be in the client's file; only a value of a Secret may wait for the apply",
  };
}
