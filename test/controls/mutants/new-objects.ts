import type { Body } from "../../support/app";

const NAMESPACE = "zorgplein-production";
const metadata = { name: "more", namespace: NAMESPACE };

/** Objects that nobody declared, each by what it is. */
export const NEW_OBJECTS: Readonly<Record<string, Body>> = {
  "a policy that lets everything through": {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] },
  },
  "a pod that nobody knows": {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { containers: [{ name: "more", image: "nginx" }] },
  },
  "an administrator of the whole cluster": {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "more" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "zorgplein-developers" }],
  },
  "an Ingress": {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata,
    spec: { defaultBackend: { service: { name: "web", port: { number: 8080 } } } },
  },
  "a namespace without a wall": { apiVersion: "v1", kind: "Namespace", metadata: { name: "more" } },
  "an object of a kind that nobody judges": {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: "more" },
    webhooks: [],
  },
  "a Service that leads outside": {
    apiVersion: "v1",
    kind: "Service",
    metadata,
    spec: { type: "ExternalName", externalName: "www.example.nl" },
  },
  "a Secret with its value": {
    apiVersion: "v1",
    kind: "Secret",
    metadata,
    stringData: { key: "winter-in-delft" },
  },
};
