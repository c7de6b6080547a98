import type { Body } from "../../support/app";

/** The namespace of the tenant, whose client's block is 10.0.0.0/20: its pods are in 10.0.11.128/25, its gateways in 10.0.13.128/25. */
export const NAMESPACE = "zorgplein-production";
const PODS = "10.0.11.128/25";
const FRONTS = "10.0.13.128/25";
export const FRONT = "10.0.13.130";
export const IMAGE = `registry.example.nl/zorgplein/web:1.4.2@sha256:${"0123456789abcdef".repeat(4)}`;
export const HOSTNAME = "portaal.zorgplein.nl";
export const PARTNER = "203.0.113.0/24";
export const DATABASE = ["10.0.1.137", "10.0.1.138", "10.0.1.139"];

export const LABELS = {
  "app.kubernetes.io/part-of": "zorgplein",
  "app.kubernetes.io/managed-by": "straat",
  "app.kubernetes.io/instance": NAMESPACE,
  "straat/client": "zorgplein",
  "straat/stage": "production",
  "straat/class": "sensitive",
  "straat/owner": "team-passepartout",
};

const OWNER = {
  "gateway.envoyproxy.io/owning-gateway-namespace": NAMESPACE,
  "gateway.envoyproxy.io/owning-gateway-name": "gateway-restricted",
};
export const labelsOf = (name: string) => ({ "app.kubernetes.io/name": name });

const object = (apiVersion: string, kind: string, name: string, others: object): Body => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE, labels: { ...LABELS, ...labelsOf(name) } },
  ...others,
});
const clusterWide = (apiVersion: string, kind: string, name: string, others: object = {}): Body => ({
  apiVersion,
  kind,
  metadata: { name, labels: { ...LABELS } },
  ...others,
});

const hardened = {
  runAsNonRoot: true,
  runAsUser: 10001,
  runAsGroup: 10001,
  seccompProfile: { type: "RuntimeDefault" },
};
const hardenedContainer = {
  ...hardened,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
const resources = (cpu: string, memory: string) => ({
  requests: { cpu, memory, "ephemeral-storage": "64Mi" },
  limits: { cpu, memory, "ephemeral-storage": "64Mi" },
});

const SPREAD = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];

/** A pod as restricted wants it. */
export const podOf = (name: string, container: object, others: object = {}): Body => ({
  metadata: { labels: { ...LABELS, ...labelsOf(name) } },
  spec: {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    securityContext: hardened,
    terminationGracePeriodSeconds: 30,
    topologySpreadConstraints: SPREAD.map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: labelsOf(name) },
    })),
    containers: [
      {
        name,
        image: IMAGE,
        securityContext: hardenedContainer,
        resources: resources("250m", "256Mi"),
        ...container,
      },
    ],
    ...others,
  },
});

const asked = (path: string) => ({ httpGet: { path, port: "http" } });
const probes = { readinessProbe: asked("/ready"), livenessProbe: asked("/live") };
const waits = { lifecycle: { preStop: { exec: { command: ["sleep", "10"] } } } };

const account = (name: string) =>
  object("v1", "ServiceAccount", name, { automountServiceAccountToken: false });
const budget = (name: string) =>
  object("policy/v1", "PodDisruptionBudget", name, {
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labelsOf(name) },
    },
  });
const service = (name: string, port: number) =>
  object("v1", "Service", name, {
    spec: { type: "ClusterIP", selector: labelsOf(name), ports: [{ name: "http", port, targetPort: port }] },
  });

const named = (name: string, labels: object) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
  podSelector: { matchLabels: labels },
});
const tcp = (port: number) => ({ protocol: "TCP", port });
const blocks = (networks: readonly string[]) => networks.map((cidr) => ({ ipBlock: { cidr } }));
const both = ["Ingress", "Egress"];
const wall = (name: string, rules: object) =>
  object("networking.k8s.io/v1", "NetworkPolicy", name, {
    spec: { podSelector: { matchLabels: labelsOf(name) }, policyTypes: both, ...rules },
  });

/** The NetworkPolicies by which pods of the tenant and of its gateway are closed. */
export const tenantPolicies = (): Readonly<Record<string, Body>> => ({
  deny: object("networking.k8s.io/v1", "NetworkPolicy", "default-deny", {
    spec: { podSelector: {}, policyTypes: both },
  }),
  dns: object("networking.k8s.io/v1", "NetworkPolicy", "allow-dns", {
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [named("kube-system", { "k8s-app": "kube-dns" })],
          ports: [tcp(53), { protocol: "UDP", port: 53 }],
        },
      ],
    },
  }),
  wall_web: wall("web", {
    ingress: [{ from: [named("envoy-gateway-system", OWNER)], ports: [tcp(8080)] }],
    egress: [
      { to: blocks(DATABASE.map((address) => `${address}/32`)), ports: [tcp(5432)] },
      { to: [named(NAMESPACE, labelsOf("index"))], ports: [tcp(9200)] },
    ],
  }),
  wall_index: wall("index", { ingress: [{ from: [named(NAMESPACE, labelsOf("web"))], ports: [tcp(9200)] }] }),
  wall_nightly: wall("nightly", { egress: [{ to: blocks(["198.51.100.7/32"]), ports: [tcp(443)] }] }),
  wall_gateway: {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: {
      name: `${NAMESPACE}-gateway-restricted`,
      namespace: "envoy-gateway-system",
      labels: { ...LABELS },
    },
    spec: {
      podSelector: { matchLabels: OWNER },
      policyTypes: both,
      ingress: [{ from: blocks([PARTNER]), ports: [tcp(10443), tcp(10080)] }],
      egress: [{ to: [named(NAMESPACE, labelsOf("web"))], ports: [tcp(8080)] }],
    },
  },
});

const SECURITY_LABELS = Object.fromEntries(
  ["enforce", "audit", "warn"].flatMap((mode) => [
    [`pod-security.kubernetes.io/${mode}`, "restricted"],
    [`pod-security.kubernetes.io/${mode}-version`, "v1.34"],
  ]),
);

const pool = (use: "Workload" | "LoadBalancer", name: string, cidr: string) =>
  clusterWide("projectcalico.org/v3", "IPPool", name, {
    spec: {
      cidr,
      allowedUses: [use],
      assignmentMode: "Manual",
      ipipMode: "Never",
      vxlanMode: "Never",
      natOutgoing: false,
    },
  });

/** The place a tenant's workloads stand in. */
export const tenantSpace = (): Readonly<Record<string, Body>> => ({
  space: {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: NAMESPACE,
      labels: { ...LABELS, ...SECURITY_LABELS },
      annotations: { "cni.projectcalico.org/ipv4pools": `["${NAMESPACE}-pods"]` },
    },
  },
  pool: pool("Workload", `${NAMESPACE}-pods`, PODS),
  fronts: pool("LoadBalancer", `${NAMESPACE}-fronts`, FRONTS),
  quota: object("v1", "ResourceQuota", "quota", {
    spec: {
      hard: {
        pods: "20",
        "requests.cpu": "4",
        "requests.memory": "4Gi",
        "limits.memory": "4Gi",
        "requests.ephemeral-storage": "2Gi",
        "limits.ephemeral-storage": "2Gi",
        "requests.storage": "30Gi",
        "services.loadbalancers": "0",
        "services.nodeports": "0",
      },
    },
  }),
  limits: object("v1", "LimitRange", "limits", {
    spec: {
      limits: [
        {
          type: "Container",
          default: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
          defaultRequest: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "64Mi" },
        },
      ],
    },
  }),
  nobody: object("v1", "ServiceAccount", "default", { automountServiceAccountToken: false }),
  role: object("rbac.authorization.k8s.io/v1", "Role", "view", {
    rules: [{ apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] }],
  }),
  binding: object("rbac.authorization.k8s.io/v1", "RoleBinding", "view", {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "view" },
    subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "zorgplein-developers" }],
  }),
});

/** A web service that scales, a job of the night, and an index that keeps its data in the cluster. */
export const tenantWorkloads = (): Readonly<Record<string, Body>> => ({
  account_web: account("web"),
  account_index: account("index"),
  account_nightly: account("nightly"),
  web: object("apps/v1", "Deployment", "web", {
    spec: {
      selector: { matchLabels: labelsOf("web") },
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: podOf(
        "web",
        {
          ...probes,
          ...waits,
          ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
          env: [{ name: "MODE", value: "production" }],
          volumeMounts: [
            { name: "secrets", mountPath: "/run/secrets", readOnly: true },
            { name: "tmp", mountPath: "/tmp" },
          ],
        },
        {
          volumes: [
            {
              name: "secrets",
              projected: { defaultMode: 0o440, sources: [{ secret: { name: "web-key" } }] },
            },
            { name: "tmp", emptyDir: { sizeLimit: "16Mi" } },
          ],
        },
      ),
    },
  }),
  scaler: object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
      minReplicas: 2,
      maxReplicas: 6,
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
        },
      ],
    },
  }),
  budget_web: budget("web"),
  service_web: service("web", 8080),
  nightly: object("batch/v1", "CronJob", "nightly", {
    spec: {
      schedule: "30 5 * * 1-5",
      timeZone: "Europe/Amsterdam",
      startingDeadlineSeconds: 600,
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          parallelism: 1,
          activeDeadlineSeconds: 3600,
          template: podOf("nightly", {}, { restartPolicy: "Never" }),
        },
      },
    },
  }),
  index: object("apps/v1", "StatefulSet", "index", {
    spec: {
      replicas: 3,
      serviceName: "index",
      selector: { matchLabels: labelsOf("index") },
      template: podOf("index", { ...probes, ports: [{ name: "http", containerPort: 9200 }] }),
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
        },
      ],
    },
  }),
  budget_index: budget("index"),
  service_index: service("index", 9200),
});

const target = (kind: string, name: string) => [{ group: "gateway.networking.k8s.io", kind, name }];
const envoy = (kind: string, name: string, spec: object) =>
  object("gateway.envoyproxy.io/v1alpha1", kind, name, { spec });
const route = (name: string, sectionName: string, rules: readonly object[]) =>
  object("gateway.networking.k8s.io/v1", "HTTPRoute", name, {
    spec: { parentRefs: [{ name: "gateway-restricted", sectionName }], hostnames: [HOSTNAME], rules },
  });

/** One host name, for a partner alone. */
export const tenantExposure = (): Readonly<Record<string, Body>> => ({
  gateway: object("gateway.networking.k8s.io/v1", "Gateway", "gateway-restricted", {
    spec: {
      gatewayClassName: "envoy",
      infrastructure: {
        parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name: "gateway-restricted" },
      },
      listeners: [
        { name: "http", port: 80, protocol: "HTTP" },
        {
          name: "portaal",
          port: 443,
          protocol: "HTTPS",
          hostname: HOSTNAME,
          tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: "portaal-tls" }] },
        },
      ],
    },
  }),
  proxies: envoy("EnvoyProxy", "gateway-restricted", {
    telemetry: { accessLog: { settings: [{ sinks: [{ type: "File", file: { path: "/dev/stdout" } }] }] } },
    provider: {
      type: "Kubernetes",
      kubernetes: {
        envoyDeployment: {
          container: { resources: resources("500m", "512Mi"), securityContext: hardenedContainer },
          pod: {
            securityContext: hardened,
            topologySpreadConstraints: SPREAD.map((topologyKey) => ({
              maxSkew: 1,
              topologyKey,
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: OWNER },
            })),
          },
        },
        envoyHpa: {
          minReplicas: 2,
          maxReplicas: 6,
          metrics: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
            },
          ],
        },
        envoyService: {
          allocateLoadBalancerNodePorts: false,
          type: "LoadBalancer",
          externalTrafficPolicy: "Local",
          loadBalancerSourceRanges: [PARTNER],
          annotations: { "projectcalico.org/loadBalancerIPs": `["${FRONT}"]` },
        },
      },
    },
  }),
  traffic: envoy("ClientTrafficPolicy", "gateway-restricted", {
    targetRefs: target("Gateway", "gateway-restricted"),
    tls: {
      minVersion: "1.2",
      ciphers: ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305"],
      ecdhCurves: ["X25519", "P-256"],
      signatureAlgorithms: ["ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"],
    },
    headers: {
      earlyRequestHeaders: { remove: ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"] },
    },
    path: { escapedSlashesAction: "UnescapeAndRedirect" },
    timeout: { http: { requestReceivedTimeout: "5m" } },
  }),
  access: envoy("SecurityPolicy", "portaal", {
    targetRefs: target("HTTPRoute", "portaal"),
    authorization: {
      defaultAction: "Deny",
      rules: [{ name: "audience", action: "Allow", principal: { clientCIDRs: [PARTNER] } }],
    },
  }),
  access_redirect: envoy("SecurityPolicy", "portaal-redirect", {
    targetRefs: target("HTTPRoute", "portaal-redirect"),
    authorization: {
      defaultAction: "Deny",
      rules: [{ name: "audience", action: "Allow", principal: { clientCIDRs: [PARTNER] } }],
    },
  }),
  closed: envoy("SecurityPolicy", "gateway-restricted", {
    targetRefs: target("Gateway", "gateway-restricted"),
    authorization: { defaultAction: "Deny" },
  }),
  route: route("portaal", "portaal", [
    {
      filters: [
        {
          type: "ResponseHeaderModifier",
          responseHeaderModifier: {
            set: [{ name: "Strict-Transport-Security", value: "max-age=31536000" }],
          },
        },
      ],
      backendRefs: [{ kind: "Service", name: "web", port: 8080 }],
    },
  ]),
  redirect: route("portaal-redirect", "http", [
    { filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }] },
  ]),
  certificate: object("cert-manager.io/v1", "Certificate", "portaal", {
    spec: {
      secretName: "portaal-tls",
      dnsNames: [HOSTNAME],
      issuerRef: { kind: "ClusterIssuer", name: "public-ov" },
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
      renewBefore: "720h",
    },
  }),
});
