import { type TerraformElement, TerraformStack } from "cdktf";
import type { Workload } from "../workload";

/** Metadata of an object of a workload. */
interface ObjectMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: { [name: string]: string };
  readonly annotations?: { [name: string]: string };
}

/** @param name the workload's own unless told */
export function metadataOf(
  workload: Workload,
  name = workload.node.id,
  annotations: Readonly<Record<string, string>> = {},
): ObjectMetadata {
  return {
    name,
    namespace: workload.tenant.namespaceReference,
    labels: { ...workload.tenant.labelsOf(workload.node.id) },
    ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
  };
}

/** Gives an element the workload's own address, `kubernetes_deployment_v1.apps_web`: of its kind there is one. */
export function ownAddress<Element extends TerraformElement>(workload: Workload, element: Element): Element {
  element.overrideLogicalId(TerraformStack.of(workload).getLogicalId(workload.node));
  return element;
}
