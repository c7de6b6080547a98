import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import type { Construct } from "constructs";
import type { Tenant } from "../tenant";

/** An object of a custom resource, as the API is given it. */
export interface ApiObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly spec: object;
}

/** Adds an object to the tenant's namespace, with its labels. @param workload whose it is, by name */
export function addObject(
  scope: Construct,
  id: string,
  tenant: Tenant,
  workload: string,
  { apiVersion, kind, name, spec }: ApiObject,
): Manifest {
  const metadata = { name, namespace: tenant.namespace, labels: tenant.labelsOf(workload) };
  // A namespace that is not there yet refuses what comes.
  return new Manifest(scope, id, {
    manifest: { apiVersion, kind, metadata, spec },
    dependsOn: tenant.waitsFor,
  });
}
