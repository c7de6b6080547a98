import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { type TerraformElement, TerraformStack } from "cdktf";
import type { Tenant } from "../tenant";
import type { Workload } from "../workload";

/** Metadata of an object of a workload. */
export interface ObjectMetadata {
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
    namespace: namespaceOf(workload.tenant),
    labels: { ...workload.tenant.labelsOf(workload.node.id) },
    ...(Object.keys(annotations).length === 0 ? {} : { annotations: { ...annotations } }),
  };
}

/** The tenant's namespace by reference, so that Terraform makes it before what stands in it. */
function namespaceOf(tenant: Tenant): string {
  const space = tenant.node.tryFindChild("namespace");
  return space instanceof NamespaceV1 ? space.metadata.name : tenant.namespace;
}

/** Gives an element the workload's own address, `kubernetes_deployment_v1.apps_web`: of its kind there is one. */
export function ownAddress<Element extends TerraformElement>(workload: Workload, element: Element): Element {
  element.overrideLogicalId(TerraformStack.of(workload).getLogicalId(workload.node));
  return element;
}
