import type { Body } from "../../support/app";
import { type Cluster, type Pod, selects } from "./cluster";
import { objects, pods, type Want } from "./want";

/** Who can reach a pod, and by what. */
export const NETWORK_WANTS: readonly Want[] = [
  {
    id: "walled-both-ways",
    what: "a NetworkPolicy selects each pod, for what comes in and for what goes out",
    asked: {
      Checkov: "CKV2_K8S_6",
      "kube-score": "pod-networkpolicy",
      "kube-linter": "(non-isolated-pod)",
      Polaris: "missingNetworkPolicy",
    },
    lack: pods(({ owner, labels }, cluster) => {
      const types = cluster
        .beside(owner, "NetworkPolicy")
        .filter(({ spec }) => selects(spec.podSelector, labels))
        .flatMap(({ spec }) => spec.policyTypes);
      return types.includes("Ingress") && types.includes("Egress");
    }),
    spoil: ({ the }) => {
      the("NetworkPolicy").spec.policyTypes = ["Ingress"];
    },
  },
  {
    id: "policy-selects-something",
    what: "a NetworkPolicy selects a pod that is there",
    asked: { "kube-score": "networkpolicy-targets-pod", "kube-linter": "(dangling-networkpolicy)" },
    lack: objects(["NetworkPolicy"], (object, cluster) =>
      isSomePod(object, object.spec.podSelector, cluster),
    ),
    spoil: ({ the }) => {
      the("NetworkPolicy").spec.podSelector = { matchLabels: { "app.kubernetes.io/name": "ghost" } };
    },
  },
  {
    id: "policy-has-selectors",
    what: "a NetworkPolicy names pods or namespaces",
    asked: { Trivy: "KSV-0038" },
    lack: objects(["NetworkPolicy"], ({ spec }) => spec.podSelector !== undefined),
    spoil: ({ the }) => {
      delete the("NetworkPolicy").spec.podSelector;
    },
  },
  {
    id: "service-selects-something",
    what: "a Service leads to a pod that is there",
    asked: { "kube-score": "service-targets-pod", "kube-linter": "dangling-service" },
    lack: objects(["Service"], (object, cluster) =>
      isSomePod(object, { matchLabels: object.spec.selector ?? {} }, cluster),
    ),
    spoil: ({ the }) => {
      the("Service").spec.selector = { "app.kubernetes.io/name": "ghost" };
    },
  },
  {
    id: "service-inside",
    what: "a Service is for the cluster alone",
    asked: { "kube-score": "service-type", "kube-linter": "(exposed-services)" },
    lack: objects(["Service"], ({ spec }) => (spec.type ?? "ClusterIP") === "ClusterIP"),
    spoil: ({ the }) => {
      the("Service").spec.type = "NodePort";
    },
  },
  {
    id: "no-ssh",
    what: "a pod answers to no SSH",
    asked: { "kube-linter": "ssh-port" },
    lack: pods(({ containers }) =>
      containers.every(({ ports = [] }) => ports.every(({ containerPort }: Body) => containerPort !== 22)),
    ),
    spoil: ({ container }) => {
      container.ports[0].containerPort = 22;
    },
  },
  {
    id: "gateway-over-tls",
    what: "a listener for HTTPS has a certificate, and takes routes of known namespaces",
    asked: { Polaris: "gatewayTLSMissing, gatewayAllowedRoutesAll, gatewayCrossNamespaceCertificateRef" },
    lack: objects(["Gateway"], ({ spec }) =>
      spec.listeners.every(({ protocol, tls, allowedRoutes }: Body) => {
        const isCertified = protocol === "HTTP" || tls?.certificateRefs?.length > 0;
        return isCertified && allowedRoutes?.namespaces?.from !== "All";
      }),
    ),
    spoil: ({ the }) => {
      the("Gateway").spec.listeners[0].tls = undefined;
    },
  },
  {
    id: "route-over-tls",
    what: "a route without TLS does nothing but redirect, and each route is for hosts by name",
    asked: {
      Polaris: "httpRouteInsecureListener, httpRouteWildcardOrEmptyHost, httpRouteCrossNamespaceBackendRef",
    },
    lack: objects(["HTTPRoute"], (object, cluster) => {
      const { hostnames = [], parentRefs, rules } = object.spec;
      const isNamed = hostnames.length > 0 && !hostnames.some((name: string) => name.includes("*"));
      const plain = parentRefs.some((ref: Body) => isPlain(object, ref, cluster));
      return isNamed && (!plain || rules.every(({ backendRefs = [] }: Body) => backendRefs.length === 0));
    }),
    spoil: ({ the }) => {
      the("HTTPRoute").spec.parentRefs[0].sectionName = "http";
    },
  },
];

function isSomePod({ metadata }: Body, selector: Body, cluster: Cluster): boolean {
  const isHere = ({ owner, labels }: Pod) =>
    owner.metadata.namespace === metadata.namespace && selects(selector, labels);
  return cluster.pods().some(isHere);
}

/** Whether a route hangs on a listener without TLS. Without a section it hangs on all of them. */
function isPlain(route: Body, { name, sectionName }: Body, cluster: Cluster): boolean {
  const gateway = cluster.beside(route, "Gateway").find(({ metadata }) => metadata.name === name);
  const listeners: readonly Body[] = gateway?.spec.listeners ?? [];
  const own = listeners.filter((listener) => sectionName === undefined || listener.name === sectionName);
  return own.some(({ protocol }) => protocol === "HTTP");
}
