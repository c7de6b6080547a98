import type { StackOutput } from "../terraform/stack-output";
import { objectsOf } from "./kubernetes-object";
import { toYaml } from "./yaml";

/** The objects of one stack, as a file. */
export interface ManifestFile {
  /** Such as `verne-production.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** One file for each stack that has objects of Kubernetes. @throws Unreadable for an object that cannot be read */
export function manifestFiles(stacks: readonly StackOutput[]): readonly ManifestFile[] {
  return stacks.flatMap((stack) => {
    const objects = objectsOf(stack);
    return objects.length === 0 ? [] : [{ name: `${stack.name}.yaml`, text: toYaml(objects) }];
  });
}
