import type { Construct } from "constructs";

/** A listener of a Gateway, as a route names it. */
export function parentRef({ node }: Construct, sectionName: string): object {
  return { group: "gateway.networking.k8s.io", kind: "Gateway", name: node.id, sectionName };
}
