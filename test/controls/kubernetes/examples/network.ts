import { NetworkPolicyV1 } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { Example } from "./example";

const metadata = { name: "web", namespace: "verne-production" };
const WEB = { "app.kubernetes.io/name": "web" };

/** Who may talk to whom, and how one gets there. */
export const NETWORK: readonly Example[] = [
  {
    what: "a policy that lets nothing in, one that lets everything out, and one of every kind of peer",
    build: (stack) => {
      new NetworkPolicyV1(stack, "closed", { metadata, spec: { podSelector: {}, policyTypes: ["Ingress"] } });
      new NetworkPolicyV1(stack, "open", {
        metadata,
        spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{}] },
      });
      new NetworkPolicyV1(stack, "peers", {
        metadata,
        spec: {
          podSelector: { matchLabels: WEB },
          policyTypes: ["Ingress", "Egress"],
          ingress: [
            {
              from: [
                { namespaceSelector: {}, podSelector: { matchLabels: WEB } },
                { podSelector: {} },
                { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
              ],
              ports: [{ port: "http" }, { port: "8000", endPort: 8010, protocol: "UDP" }],
            },
          ],
          egress: [
            {
              to: [
                {
                  namespaceSelector: {
                    matchExpressions: [{ key: "team", operator: "In", values: ["a", "b"] }],
                  },
                },
              ],
            },
          ],
        },
      });
    },
    yaml: `
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: { name: web, namespace: verne-production }
      spec: { podSelector: {}, policyTypes: [Ingress] }
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: { name: web, namespace: verne-production }
      spec: { podSelector: {}, policyTypes: [Egress], egress: [{}] }
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: { name: web, namespace: verne-production }
      spec:
        podSelector: { matchLabels: { app.kubernetes.io/name: web } }
        policyTypes: [Ingress, Egress]
        ingress:
          - from:
              - namespaceSelector: {}
                podSelector: { matchLabels: { app.kubernetes.io/name: web } }
              - podSelector: {}
              - ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] }
            ports:
              - { protocol: TCP, port: http }
              - { protocol: UDP, port: 8000, endPort: 8010 }
        egress:
          - to:
              - namespaceSelector:
                  matchExpressions: [{ key: team, operator: In, values: [a, b] }]`,
  },
  {
    what: "a service, whose addresses are the server's to give",
    build: (stack) =>
      new ServiceV1(stack, "it", {
        metadata,
        waitForLoadBalancer: false,
        spec: {
          type: "LoadBalancer",
          selector: WEB,
          port: [{ name: "https", port: 443, targetPort: "https" }],
          clusterIp: "None",
          externalTrafficPolicy: "Local",
          loadBalancerSourceRanges: ["192.0.2.0/24"],
        },
      }),
    yaml: `
      apiVersion: v1
      kind: Service
      metadata: { name: web, namespace: verne-production }
      spec:
        type: LoadBalancer
        selector: { app.kubernetes.io/name: web }
        ports: [{ name: https, protocol: TCP, port: 443, targetPort: https }]
        clusterIP: None
        externalTrafficPolicy: Local
        loadBalancerSourceRanges: [192.0.2.0/24]
        sessionAffinity: None`,
  },
];
