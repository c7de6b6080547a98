import type { Labels } from "../../../network/kubernetes/selector";
import type { StackOutput } from "../../terraform/stack-output";
import { GROUPS, type MadeObject, ofKind } from "./objects";

/** Where the proxies of Envoy Gateway run, for all tenants. */
export const PROXY_NAMESPACE = "envoy-gateway-system";

/** Where the cluster answers names. */
export const DNS_NAMESPACE = "kube-system";

/** Namespaces that are everybody's, where nobody stands alone. */
export const SHARED_NAMESPACES: readonly string[] = [
  "default",
  "kube-system",
  "kube-public",
  "kube-node-lease",
];

const LEVEL = "pod-security.kubernetes.io/enforce";

/** The namespaces a stack makes. */
export function namespacesIn(stack: StackOutput): readonly MadeObject[] {
  return ofKind(stack, GROUPS.core, "Namespace");
}

/**
 * Whether pods of an object may do more than the Pod Security Standard `restricted` lets them: in a namespace of a platform that says
 * so to the API server. In a tenant none may (H-22).
 */
export function isExempt({ object: { namespace } }: MadeObject, stack: StackOutput): boolean {
  if (stack.model.kind !== "platform" || namespace === undefined) return false;
  const level = namespaceLabels(stack, namespace)[LEVEL];
  return level === "privileged" || level === "baseline";
}

/** Labels of a namespace, as the stack writes them or its model knows them. */
function namespaceLabels(stack: StackOutput, name: string): Labels {
  const made = namespacesIn(stack).find(({ object }) => object.name === name);
  if (made !== undefined) return made.object.labels;
  return stack.model.kubernetes?.namespaces.find((one) => one.name === name)?.labels ?? {};
}
