import { block, blocks, encoded, flag, map, number, ours, type Shape, secret, text } from "./shape";
import { BINDING, CLUSTER_ROLE, ROLE } from "./shapes/access";
import { LIMIT_RANGE_SPEC, QUOTA_SPEC } from "./shapes/limits";
import { CLUSTER_METADATA, COMMON_METADATA, METADATA } from "./shapes/metadata";
import { INGRESS_SPEC, NETWORK_POLICY_SPEC, SERVICE_SPEC } from "./shapes/network";
import { podSpec } from "./shapes/pod";
import { DISRUPTION_BUDGET_SPEC, SCALER_SPEC } from "./shapes/scaling";
import { CLAIM_SPEC } from "./shapes/volume";
import {
  CRON_JOB_SPEC,
  DAEMON_SET_SPEC,
  DEPLOYMENT_SPEC,
  JOB_SPEC,
  STATEFUL_SET_SPEC,
} from "./shapes/workloads";

/** What a type of resource is in the API. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  /** What may be written, metadata included. */
  readonly shape: Shape;
}

/** Told to Terraform, and never sent: its own id, which provider it is, how long and for what to wait. */
export const FOR_TERRAFORM: Shape = {
  id: ours,
  provider: ours,
  timeouts: ours,
  target_state: ours,
  wait_for_completion: ours,
  wait_for_default_service_account: ours,
  wait_for_load_balancer: ours,
  wait_for_rollout: ours,
  wait_for_service_account_token: ours,
  wait_until_bound: ours,
};

const inNamespace = (apiVersion: string, kind: string, shape: Shape): Kind => ({
  apiVersion,
  kind,
  shape: { ...FOR_TERRAFORM, metadata: block(METADATA), ...shape },
});

const inCluster = (apiVersion: string, kind: string, shape: Shape): Kind => ({
  apiVersion,
  kind,
  shape: { ...FOR_TERRAFORM, metadata: block(CLUSTER_METADATA), ...shape },
});

const spec = (shape: Shape): Shape => ({ spec: block(shape) });

/** Of a Service the provider also tells what became of it. */
const SERVICE: Shape = { ...spec(SERVICE_SPEC), status: ours };

const SECRET: Shape = {
  type: text({ fallback: "Opaque" }),
  immutable: flag(),
  data: secret(),
  data_wo: secret({ as: "data" }),
  binary_data: encoded({ as: "data" }),
  binary_data_wo: encoded({ as: "data" }),
  data_wo_revision: ours,
  binary_data_wo_revision: ours,
};

const SERVICE_ACCOUNT: Shape = {
  automount_service_account_token: flag({ fallback: true }),
  image_pull_secret: blocks({ name: text() }, "imagePullSecrets"),
  secret: blocks({ name: text() }, "secrets"),
  default_secret_name: ours,
};

const PRIORITY: Shape = {
  value: number(),
  global_default: flag({ fallback: false }),
  preemption_policy: text({ fallback: "PreemptLowerPriority" }),
  description: text(),
};

/** By type of resource, those without a version beside those with one where the provider sends the same for both. */
export const KINDS: Readonly<Record<string, Kind>> = {
  ...twins("namespace", "v1", inCluster("v1", "Namespace", {})),
  ...twins("resource_quota", "v1", inNamespace("v1", "ResourceQuota", spec(QUOTA_SPEC))),
  ...twins("limit_range", "v1", inNamespace("v1", "LimitRange", spec(LIMIT_RANGE_SPEC))),
  ...twins(
    "network_policy",
    "v1",
    inNamespace("networking.k8s.io/v1", "NetworkPolicy", spec(NETWORK_POLICY_SPEC)),
  ),
  ...twins("service_account", "v1", inNamespace("v1", "ServiceAccount", SERVICE_ACCOUNT)),
  // The one that is there in every namespace before anybody writes it.
  ...twins("default_service_account", "v1", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    shape: {
      ...FOR_TERRAFORM,
      ...SERVICE_ACCOUNT,
      metadata: block({
        name: text({ fallback: "default" }),
        namespace: text({ fallback: "default" }),
        ...COMMON_METADATA,
      }),
    },
  }),
  ...twins("role", "v1", inNamespace("rbac.authorization.k8s.io/v1", "Role", ROLE)),
  ...twins("role_binding", "v1", inNamespace("rbac.authorization.k8s.io/v1", "RoleBinding", BINDING)),
  ...twins("cluster_role", "v1", inCluster("rbac.authorization.k8s.io/v1", "ClusterRole", CLUSTER_ROLE)),
  ...twins(
    "cluster_role_binding",
    "v1",
    inCluster("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", BINDING),
  ),
  ...twins(
    "config_map",
    "v1",
    inNamespace("v1", "ConfigMap", { immutable: flag(), data: map(), binary_data: map() }),
  ),
  ...twins("secret", "v1", inNamespace("v1", "Secret", SECRET)),
  ...twins("pod", "v1", inNamespace("v1", "Pod", spec(podSpec("Always")))),
  ...twins("deployment", "v1", inNamespace("apps/v1", "Deployment", spec(DEPLOYMENT_SPEC))),
  ...twins("stateful_set", "v1", inNamespace("apps/v1", "StatefulSet", spec(STATEFUL_SET_SPEC))),
  kubernetes_daemonset: inNamespace("apps/v1", "DaemonSet", spec(DAEMON_SET_SPEC)),
  kubernetes_daemon_set_v1: inNamespace("apps/v1", "DaemonSet", spec(DAEMON_SET_SPEC)),
  ...twins("job", "v1", inNamespace("batch/v1", "Job", spec(JOB_SPEC))),
  kubernetes_cron_job_v1: inNamespace("batch/v1", "CronJob", spec(CRON_JOB_SPEC)),
  kubernetes_horizontal_pod_autoscaler_v2: inNamespace(
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    spec(SCALER_SPEC),
  ),
  kubernetes_pod_disruption_budget_v1: inNamespace(
    "policy/v1",
    "PodDisruptionBudget",
    spec(DISRUPTION_BUDGET_SPEC),
  ),
  ...twins("service", "v1", inNamespace("v1", "Service", SERVICE)),
  kubernetes_ingress_v1: inNamespace("networking.k8s.io/v1", "Ingress", {
    ...spec(INGRESS_SPEC),
    status: ours,
  }),
  ...twins("persistent_volume_claim", "v1", inNamespace("v1", "PersistentVolumeClaim", spec(CLAIM_SPEC))),
  ...twins("priority_class", "v1", inCluster("scheduling.k8s.io/v1", "PriorityClass", PRIORITY)),
};

/** Types whose version of the API no server has any more, and the type to use. */
export const OUTDATED: Readonly<Record<string, string>> = {
  kubernetes_cron_job: "kubernetes_cron_job_v1",
  kubernetes_horizontal_pod_autoscaler: "kubernetes_horizontal_pod_autoscaler_v2",
  kubernetes_horizontal_pod_autoscaler_v2beta2: "kubernetes_horizontal_pod_autoscaler_v2",
  kubernetes_ingress: "kubernetes_ingress_v1",
  kubernetes_pod_disruption_budget: "kubernetes_pod_disruption_budget_v1",
};

function twins(name: string, version: string, kind: Kind): Readonly<Record<string, Kind>> {
  return { [`kubernetes_${name}`]: kind, [`kubernetes_${name}_${version}`]: kind };
}
