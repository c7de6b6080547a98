import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { InvalidError } from "../../model/mistake";
import type { SiteKubernetes } from "../../model/site-kubernetes";
import type { StraatStack } from "../straat-stack";

const PROVIDER_ID = "kubernetes";

/**
 * Makes a stack speak to the cluster of its site. Credentials come from the kubeconfig of whoever applies (KUBE_CONFIG_PATH);
 * which of its clusters is meant is said here.
 *
 * @throws InvalidError where the site has no cluster
 */
export function useCluster(stack: StraatStack): SiteKubernetes {
  const { kubernetes, name } = stack.site;
  if (kubernetes === undefined) {
    throw new InvalidError({
      value: name,
      problem: "is a site without a Kubernetes cluster (B-22)",
      remedy: "give the site its kubernetes, or choose a site that has it",
    });
  }
  if (stack.node.tryFindChild(PROVIDER_ID) === undefined) {
    new KubernetesProvider(stack, PROVIDER_ID, { configContext: kubernetes.context });
  }
  return kubernetes;
}
