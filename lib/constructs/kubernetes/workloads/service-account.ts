import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { Workload } from "../workload";
import { metadataOf, ownAddress } from "./naming";

/** Who its pods are to the cluster: somebody of their own, with no rights and no token to show (V-03). */
export function addServiceAccount(workload: Workload): ServiceAccountV1 {
  const account = new ServiceAccountV1(workload, "account", {
    metadata: metadataOf(workload),
    automountServiceAccountToken: false,
  });
  return ownAddress(workload, account);
}
