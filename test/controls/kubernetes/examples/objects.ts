import { CronJobV1 } from "@cdktf/provider-kubernetes/lib/cron-job-v1";
import { HorizontalPodAutoscalerV2 } from "@cdktf/provider-kubernetes/lib/horizontal-pod-autoscaler-v2";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import { StatefulSetV1 } from "@cdktf/provider-kubernetes/lib/stateful-set-v1";
import type { Example } from "./example";

const metadata = { name: "web", namespace: "verne-production" };
const WEB = { "app.kubernetes.io/name": "web" };

/** Objects of several kinds. */
export const OBJECTS: readonly Example[] = [
  {
    what: "a namespace, whose labels are data and keep their keys",
    build: (stack) =>
      new NamespaceV1(stack, "it", {
        waitForDefaultServiceAccount: true,
        metadata: {
          name: "verne-production",
          labels: { "pod-security.kubernetes.io/enforce": "restricted", snake_case: "kept" },
        },
      }),
    yaml: `
      apiVersion: v1
      kind: Namespace
      metadata:
        name: verne-production
        labels: { pod-security.kubernetes.io/enforce: restricted, snake_case: kept }`,
  },
  {
    what: "a job by the clock, whose pods are not started again",
    build: (stack) =>
      new CronJobV1(stack, "it", {
        metadata,
        spec: {
          schedule: "30 2 * * *",
          timezone: "Europe/Amsterdam",
          concurrencyPolicy: "Forbid",
          jobTemplate: {
            metadata: {},
            spec: {
              backoffLimit: 0,
              ttlSecondsAfterFinished: "3600",
              template: {
                metadata: {},
                spec: { container: [{ name: "report", image: "report@sha256:0b" }] },
              },
            },
          },
        },
      }),
    yaml: `
      apiVersion: batch/v1
      kind: CronJob
      metadata: { name: web, namespace: verne-production }
      spec:
        schedule: 30 2 * * *
        timeZone: Europe/Amsterdam
        concurrencyPolicy: Forbid
        successfulJobsHistoryLimit: 3
        failedJobsHistoryLimit: 1
        suspend: false
        jobTemplate:
          metadata: {}
          spec:
            parallelism: 1
            completions: 1
            backoffLimit: 0
            ttlSecondsAfterFinished: 3600
            template:
              metadata: {}
              spec:
                automountServiceAccountToken: true
                enableServiceLinks: true
                shareProcessNamespace: false
                dnsPolicy: ClusterFirst
                restartPolicy: Never
                terminationGracePeriodSeconds: 30
                containers:
                  - { name: report, image: report@sha256:0b, terminationMessagePath: /dev/termination-log }`,
  },
  {
    what: "a scaler and a budget",
    build: (stack) => {
      new HorizontalPodAutoscalerV2(stack, "scaler", {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
          minReplicas: 2,
          maxReplicas: 6,
          metric: [
            {
              type: "Resource",
              resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
            },
          ],
          behavior: {
            scaleDown: [
              {
                stabilizationWindowSeconds: 0,
                policy: [{ type: "Pods", value: 1, periodSeconds: 60 }],
              },
            ],
          },
        },
      });
      new PodDisruptionBudgetV1(stack, "budget", {
        metadata,
        spec: { maxUnavailable: "1", selector: { matchLabels: WEB } },
      });
    },
    yaml: `
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: { name: web, namespace: verne-production }
      spec:
        scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
        minReplicas: 2
        maxReplicas: 6
        metrics:
          - type: Resource
            resource: { name: cpu, target: { type: Utilization, averageUtilization: 70 } }
        behavior:
          scaleDown:
            stabilizationWindowSeconds: 0
            policies: [{ type: Pods, value: 1, periodSeconds: 60 }]
      ---
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: { name: web, namespace: verne-production }
      spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: web } } }`,
  },
  {
    what: "a role and who has it, the core group among its groups",
    build: (stack) => {
      const role = new RoleV1(stack, "role", {
        metadata,
        rule: [{ apiGroups: ["", "apps"], resources: ["pods", "deployments"], verbs: ["get"] }],
      });
      new RoleBindingV1(stack, "binding", {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
        subject: [{ kind: "Group", name: "verne-developers", apiGroup: "rbac.authorization.k8s.io" }],
      });
    },
    yaml: `
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: { name: web, namespace: verne-production }
      roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: web }
      subjects: [{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: verne-developers }]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: { name: web, namespace: verne-production }
      rules: [{ apiGroups: ["", apps], resources: [pods, deployments], verbs: [get] }]`,
  },
  {
    what: "a set with claims of its own, one after the other",
    build: (stack) =>
      new StatefulSetV1(stack, "it", {
        metadata,
        spec: {
          serviceName: "web",
          replicas: "3",
          selector: { matchLabels: WEB },
          updateStrategy: [{ type: "RollingUpdate", rollingUpdate: [{ partition: 0 }] }],
          template: { metadata: { labels: WEB }, spec: {} },
          volumeClaimTemplate: [
            {
              metadata: { name: "data" },
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
            },
          ],
        },
      }),
    yaml: `
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: { name: web, namespace: verne-production }
      spec:
        serviceName: web
        replicas: 3
        selector: { matchLabels: { app.kubernetes.io/name: web } }
        updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } }
        template:
          metadata: { labels: { app.kubernetes.io/name: web } }
          spec:
            automountServiceAccountToken: true
            enableServiceLinks: true
            shareProcessNamespace: false
            dnsPolicy: ClusterFirst
            restartPolicy: Always
            terminationGracePeriodSeconds: 30
        volumeClaimTemplates:
          - metadata: { name: data }
            spec:
              accessModes: [ReadWriteOnce]
              volumeMode: Filesystem
              resources: { requests: { storage: 10Gi } }`,
  },
];
