import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import type { Example } from "./example";

const WEB = { "app.kubernetes.io/name": "web" };

/** A deployment in which most of what a pod can say is said. */
export const DEPLOYMENT: Example = {
  what: "a deployment, with what the provider adds where nothing is written",
  build: (stack) =>
    new DeploymentV1(stack, "it", {
      metadata: { name: "web", namespace: "verne-production" },
      waitForRollout: false,
      timeouts: { create: "5m" },
      spec: {
        replicas: "2",
        selector: { matchLabels: WEB },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "0" } },
        template: {
          metadata: { labels: WEB },
          spec: {
            automountServiceAccountToken: false,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: "10001",
              fsGroup: "10001",
              supplementalGroups: [10002],
              seccompProfile: { type: "RuntimeDefault" },
            },
            container: [
              {
                name: "web",
                image: "registry.example.org/web@sha256:0a",
                port: [{ name: "http", containerPort: 8080 }],
                env: [
                  { name: "ADDRESS", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
                  { name: "MODE", value: "0640" },
                ],
                resources: { limits: { memory: "128Mi", "ephemeral-storage": "1Gi" } },
                securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
                readinessProbe: { httpGet: { path: "/ready", port: "http" } },
                livenessProbe: { tcpSocket: [{ port: "8080" }], periodSeconds: 20 },
                lifecycle: { preStop: [{ exec: { command: ["sleep", "5"] } }] },
                volumeMount: [{ name: "tmp", mountPath: "/tmp" }],
              },
            ],
            volume: [
              { name: "tmp", emptyDir: {} },
              { name: "keys", secret: { secretName: "keys", defaultMode: "0440" } },
              {
                name: "all",
                projected: [
                  {
                    sources: [
                      { configMap: [{ name: "one" }, { name: "two" }], serviceAccountToken: { path: "t" } },
                    ],
                  },
                ],
              },
            ],
            affinity: {
              podAntiAffinity: {
                preferredDuringSchedulingIgnoredDuringExecution: [
                  {
                    weight: 100,
                    podAffinityTerm: {
                      topologyKey: "kubernetes.io/hostname",
                      labelSelector: [{ matchLabels: WEB }],
                    },
                  },
                ],
              },
            },
            topologySpreadConstraint: [
              { topologyKey: "topology.kubernetes.io/zone", labelSelector: [{ matchLabels: WEB }] },
            ],
          },
        },
      },
    }),
  yaml: `
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web, namespace: verne-production }
      spec:
        replicas: 2
        selector: { matchLabels: { app.kubernetes.io/name: web } }
        strategy: { type: RollingUpdate, rollingUpdate: { maxSurge: 25%, maxUnavailable: 0 } }
        progressDeadlineSeconds: 600
        revisionHistoryLimit: 10
        template:
          metadata: { labels: { app.kubernetes.io/name: web } }
          spec:
            automountServiceAccountToken: false
            enableServiceLinks: true
            shareProcessNamespace: false
            dnsPolicy: ClusterFirst
            restartPolicy: Always
            terminationGracePeriodSeconds: 30
            securityContext:
              runAsUser: 10001
              runAsNonRoot: true
              fsGroup: 10001
              supplementalGroups: [10002]
              seccompProfile: { type: RuntimeDefault }
            containers:
              - name: web
                image: registry.example.org/web@sha256:0a
                ports: [{ name: http, containerPort: 8080, protocol: TCP }]
                env:
                  - name: ADDRESS
                    valueFrom: { fieldRef: { apiVersion: v1, fieldPath: status.podIP } }
                  - { name: MODE, value: "0640" }
                resources: { limits: { memory: 128Mi, ephemeral-storage: 1Gi } }
                # The provider sends what nobody wrote: this container may be root, and may gain privileges.
                securityContext:
                  runAsNonRoot: false
                  readOnlyRootFilesystem: true
                  allowPrivilegeEscalation: true
                  privileged: false
                  capabilities: { drop: [ALL] }
                readinessProbe:
                  httpGet: { path: /ready, port: http, scheme: HTTP }
                  periodSeconds: 10
                  timeoutSeconds: 1
                  successThreshold: 1
                  failureThreshold: 3
                livenessProbe:
                  tcpSocket: { port: 8080 }
                  periodSeconds: 20
                  timeoutSeconds: 1
                  successThreshold: 1
                  failureThreshold: 3
                lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }
                volumeMounts: [{ name: tmp, mountPath: /tmp, mountPropagation: None }]
                terminationMessagePath: /dev/termination-log
            volumes:
              - { name: tmp, emptyDir: {} }
              - { name: keys, secret: { secretName: keys, defaultMode: 288 } }
              - name: all
                projected:
                  defaultMode: 420
                  sources:
                    - configMap: { name: one }
                    - configMap: { name: two }
                    - serviceAccountToken: { path: t, expirationSeconds: 3600 }
            affinity:
              podAntiAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    podAffinityTerm:
                      labelSelector: { matchLabels: { app.kubernetes.io/name: web } }
                      topologyKey: kubernetes.io/hostname
            topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: topology.kubernetes.io/zone
                whenUnsatisfiable: DoNotSchedule
                labelSelector: { matchLabels: { app.kubernetes.io/name: web } }`,
};
