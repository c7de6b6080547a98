import type { Body } from "../../support/app";
import { IMAGE, podOf } from "./tenant-objects";

const NAMESPACE = "kured";
const LABELS = {
  "app.kubernetes.io/part-of": "platform",
  "app.kubernetes.io/managed-by": "straat",
  "app.kubernetes.io/instance": NAMESPACE,
  "straat/client": "platform",
  "straat/stage": "platform",
  "straat/site": "oost",
};
const object = (apiVersion: string, kind: string, name: string, others: object): Body => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE, labels: { ...LABELS } },
  ...others,
});

const LEVELS = Object.fromEntries(
  ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, mode === "enforce" ? "privileged" : "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, "v1.34"],
  ]),
);

const schedule = (name: string, cron: string, ttl: string) =>
  object("velero.io/v1", "Schedule", name, {
    spec: {
      schedule: cron,
      template: {
        storageLocation: "west",
        includedNamespaces: ["*"],
        excludedNamespaces: ["kube-system"],
        snapshotMoveData: true,
        itemOperationTimeout: "6h0m0s",
        ttl,
      },
    },
  });

const pod = podOf("kured", {
  image: IMAGE,
  command: ["/usr/bin/kured"],
  args: [
    "--reboot-days=mon,tue,wed,thu,fri",
    "--start-time=00:00",
    "--end-time=03:30",
    "--time-zone=Europe/Amsterdam",
    "--concurrency=1",
    "--period=10m",
  ],
  securityContext: {
    runAsNonRoot: false,
    runAsUser: 0,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"], add: ["KILL"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
  readinessProbe: { httpGet: { path: "/metrics", port: 8080 } },
  livenessProbe: { httpGet: { path: "/metrics", port: 8080 }, failureThreshold: 5 },
});

/** What of a platform is in its cluster, as far as rules judge it: backups, and what restarts nodes. */
export const clusterObjects = (): Readonly<Record<string, Body>> => ({
  space: {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE, labels: { ...LABELS, ...LEVELS } },
  },
  deny: object("networking.k8s.io/v1", "NetworkPolicy", "default-deny", {
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  }),
  proxies: {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "proxies", namespace: "envoy-gateway-system", labels: { ...LABELS } },
    spec: {
      podSelector: {
        matchLabels: {
          "app.kubernetes.io/component": "proxy",
          "app.kubernetes.io/managed-by": "envoy-gateway",
        },
      },
      policyTypes: ["Ingress", "Egress"],
    },
  },
  nobody: object("v1", "ServiceAccount", "default", { automountServiceAccountToken: false }),
  account: object("v1", "ServiceAccount", "kured", { automountServiceAccountToken: false }),
  kured: {
    ...object("apps/v1", "DaemonSet", "kured", {
      spec: {
        selector: { matchLabels: { "app.kubernetes.io/name": "kured" } },
        template: {
          metadata: { labels: { ...LABELS, "app.kubernetes.io/name": "kured" } },
          spec: { ...pod["spec"], hostPID: true, automountServiceAccountToken: true },
        },
      },
    }),
    metadata: {
      name: "kured",
      namespace: NAMESPACE,
      labels: { ...LABELS },
      annotations: {
        "straat/opt-out.hostPID": "it signals the node's first process to restart",
        "straat/opt-out.runAsNonRoot": "only root may signal the node's first process",
        "straat/opt-out.automountServiceAccountToken": "it empties its node through the API server",
      },
    },
  },
  store: object("velero.io/v1", "BackupStorageLocation", "west", {
    spec: {
      provider: "aws",
      accessMode: "ReadWrite",
      config: { s3Url: "https://backups.west.example.nl" },
      objectStorage: { bucket: "clusters", prefix: "oost" },
      credential: { name: "store", key: "cloud" },
    },
  }),
  daily: schedule("daily", "30 8,20 * * *", "504h0m0s"),
  weekly: schedule("weekly", "30 20 * * 6", "1008h0m0s"),
});
