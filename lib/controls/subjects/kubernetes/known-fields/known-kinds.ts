import { BACKUP_SCHEDULE, BACKUP_STORE } from "./backups";
import { ACCESS, CERTIFICATE, GATEWAY, PROXY, ROUTE, TRAFFIC } from "./exposure";
import type { KnownFields } from "./known";
import {
  ACCOUNT,
  ADDRESSES,
  BINDING,
  FETCHED_SECRET,
  LIMITS,
  NAMESPACE,
  POLICY,
  QUOTA,
  ROLE,
  SECRET,
  SETTINGS,
} from "./spaces";
import {
  BUDGET,
  CRON_JOB,
  DAEMON_SET,
  DEPLOYMENT,
  PLATFORM_DEPLOYMENT,
  SCALER,
  SERVICE,
  STATEFUL_SET,
} from "./workloads";

/** Kinds that a stack may have, by version of the API and name. */
type Kinds = Readonly<Record<string, KnownFields>>;

const EVERYWHERE: Kinds = {
  "v1 Namespace": NAMESPACE,
  "v1 ServiceAccount": ACCOUNT,
  "v1 Service": SERVICE,
  "v1 Secret": SECRET,
  "networking.k8s.io/v1 NetworkPolicy": POLICY,
  "rbac.authorization.k8s.io/v1 Role": ROLE,
  "rbac.authorization.k8s.io/v1 RoleBinding": BINDING,
  "policy/v1 PodDisruptionBudget": BUDGET,
};

const OF_TENANTS: Kinds = {
  ...EVERYWHERE,
  "v1 ResourceQuota": QUOTA,
  "v1 LimitRange": LIMITS,
  "apps/v1 Deployment": DEPLOYMENT,
  "apps/v1 StatefulSet": STATEFUL_SET,
  "batch/v1 CronJob": CRON_JOB,
  "autoscaling/v2 HorizontalPodAutoscaler": SCALER,
  "gateway.networking.k8s.io/v1 Gateway": GATEWAY,
  "gateway.networking.k8s.io/v1 HTTPRoute": ROUTE,
  "gateway.envoyproxy.io/v1alpha1 ClientTrafficPolicy": TRAFFIC,
  "gateway.envoyproxy.io/v1alpha1 SecurityPolicy": ACCESS,
  "gateway.envoyproxy.io/v1alpha1 EnvoyProxy": PROXY,
  "cert-manager.io/v1 Certificate": CERTIFICATE,
  "external-secrets.io/v1 ExternalSecret": FETCHED_SECRET,
  "projectcalico.org/v3 IPPool": ADDRESSES,
};

const OF_PLATFORMS: Kinds = {
  ...EVERYWHERE,
  "v1 ConfigMap": SETTINGS,
  "apps/v1 Deployment": PLATFORM_DEPLOYMENT,
  "apps/v1 DaemonSet": DAEMON_SET,
  "rbac.authorization.k8s.io/v1 ClusterRole": ROLE,
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": BINDING,
  "velero.io/v1 BackupStorageLocation": BACKUP_STORE,
  "velero.io/v1 Schedule": BACKUP_SCHEDULE,
};

/** What is known of a kind's fields in a stack of a platform or of a client; undefined for a kind that nothing there writes. */
export function knownFieldsOf(kind: string, isPlatform: boolean): KnownFields | undefined {
  const kinds = isPlatform ? OF_PLATFORMS : OF_TENANTS;
  return Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
}
