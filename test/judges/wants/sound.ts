import type { Body } from "../../support/app";
import { Cluster } from "./cluster";
import type { Sound } from "./want";

const NAMESPACE = "verne-production";
const LABELS = { "app.kubernetes.io/name": "web", "app.kubernetes.io/instance": "web" };
const SELECTOR = { matchLabels: { "app.kubernetes.io/name": "web" } };
const RBAC = "rbac.authorization.k8s.io";

/** A cluster in which nothing lacks that any judge wants; a new one each time, to be spoilt. */
export function soundCluster(): Sound {
  const cluster = new Cluster(soundObjects());
  const the = (kind: string) => {
    const [only, ...more] = cluster.of(kind).filter(({ metadata }) => metadata.name !== "fixed");
    if (only === undefined || more.length > 0) throw new Error(`there is not one ${kind}`);
    return only;
  };
  const pod = the("Deployment").spec.template.spec;
  return { cluster, the, pod, container: pod.containers[0] };
}

function named(apiVersion: string, kind: string, rest: Body, name = "web"): Body {
  const metadata = { name, namespace: NAMESPACE, labels: { ...LABELS, "app.kubernetes.io/instance": name } };
  return structuredClone({ apiVersion, kind, metadata, ...rest });
}

function soundObjects(): readonly Body[] {
  const deployment = { selector: SELECTOR, strategy: { type: "RollingUpdate" }, template: template() };
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels: {} } },
    named("v1", "ServiceAccount", { automountServiceAccountToken: false }),
    named("v1", "ConfigMap", { data: { level: "info", format: "json" } }),
    named("v1", "ResourceQuota", { spec: { hard: hard() } }),
    named("v1", "LimitRange", {
      spec: { limits: [{ type: "Container", max: {}, min: {}, default: {}, defaultRequest: {} }] },
    }),
    named("apps/v1", "Deployment", { spec: { ...deployment, replicas: 2 } }),
    // What a scaler would be wrong with: its number of replicas is written.
    named("apps/v1", "Deployment", { spec: { ...deployment, replicas: 2 } }, "fixed"),
    named("batch/v1", "CronJob", {
      spec: {
        startingDeadlineSeconds: 600,
        jobTemplate: { spec: { template: template("Never") } },
      },
    }),
    named("apps/v1", "StatefulSet", { spec: { selector: SELECTOR, replicas: 3, template: template() } }),
    named("autoscaling/v2", "HorizontalPodAutoscaler", {
      spec: { scaleTargetRef: { kind: "StatefulSet", name: "web" }, minReplicas: 2, maxReplicas: 6 },
    }),
    named("policy/v1", "PodDisruptionBudget", {
      spec: { selector: SELECTOR, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    }),
    named("networking.k8s.io/v1", "NetworkPolicy", {
      spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
    }),
    named("v1", "Service", { spec: { selector: SELECTOR.matchLabels, ports: [{ port: 8080 }] } }),
    named("gateway.networking.k8s.io/v1", "Gateway", {
      spec: {
        listeners: [
          { name: "https", protocol: "HTTPS", tls: { certificateRefs: [{ name: "web" }] } },
          { name: "http", protocol: "HTTP" },
        ],
      },
    }),
    named("gateway.networking.k8s.io/v1", "HTTPRoute", {
      spec: {
        hostnames: ["www.example.nl"],
        parentRefs: [{ name: "web", sectionName: "https" }],
        rules: [{ backendRefs: [{ name: "web", port: 8080 }] }],
      },
    }),
    named(`${RBAC}/v1`, "Role", { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] }),
    named(`${RBAC}/v1`, "RoleBinding", {
      roleRef: { apiGroup: RBAC, kind: "Role", name: "web" },
      subjects: [{ kind: "Group", name: "nautilus", apiGroup: RBAC }],
    }),
  ];
}

function hard(): Body {
  return { "requests.cpu": "4", "requests.memory": "8Gi", "limits.cpu": "4", "limits.memory": "8Gi" };
}

function template(restartPolicy = "Always"): Body {
  const amounts = { cpu: "500m", memory: "512Mi", "ephemeral-storage": "1Gi" };
  const probe = (path: string) => ({ httpGet: { path, port: "http" } });
  return {
    metadata: { labels: LABELS },
    spec: {
      serviceAccountName: "web",
      automountServiceAccountToken: false,
      priorityClassName: "production",
      restartPolicy,
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: { topologyKey: "kubernetes.io/hostname", labelSelector: SELECTOR },
            },
          ],
        },
      },
      topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone", labelSelector: SELECTOR }],
      containers: [
        {
          name: "web",
          image: `verne/web:2.4.1@sha256:${"a".repeat(64)}`,
          imagePullPolicy: "Always",
          ports: [{ name: "http", containerPort: 8080 }],
          resources: { requests: amounts, limits: amounts },
          readinessProbe: probe("/ready"),
          livenessProbe: probe("/live"),
          securityContext: {
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            runAsUser: 10001,
            runAsGroup: 10001,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
        },
      ],
    },
  };
}
