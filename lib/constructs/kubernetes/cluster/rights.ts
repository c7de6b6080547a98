import { ClusterRoleBindingV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-binding-v1";
import { ClusterRoleV1 } from "@cdktf/provider-kubernetes/lib/cluster-role-v1";
import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1 } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { PlatformSpace } from "./platform-space";

/** What may be done to which kinds of objects. There is no "all" in it. */
export interface Right {
  /** API group; "" for the core's. */
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Names of the objects. @default all of the kind */
  readonly names?: readonly string[];
}

export const LIST = ["list", "watch"] as const;
export const READ = ["get", ...LIST] as const;

const RBAC = "rbac.authorization.k8s.io";

/** Rights in the whole cluster for the account of a program. */
export function allowInCluster(space: PlatformSpace, account: string, rights: readonly Right[]): void {
  const name = `${space.name}-${account}`;
  const metadata = { name, labels: space.labelsOf(account) };
  const role = new ClusterRoleV1(space, "cluster-role", { metadata, rule: rights.map(asRule) });
  new ClusterRoleBindingV1(space, "cluster-binding", {
    metadata,
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role.metadata.name },
    subject: [subjectOf(space, account)],
  });
}

/** Rights in the program's own namespace. */
export function allowAtHome(space: PlatformSpace, account: string, rights: readonly Right[]): void {
  const metadata = { name: account, namespace: space.namespace, labels: space.labelsOf(account) };
  const role = new RoleV1(space, "role", { metadata, rule: rights.map(asRule) });
  new RoleBindingV1(space, "binding", {
    metadata,
    roleRef: { apiGroup: RBAC, kind: "Role", name: role.metadata.name },
    subject: [subjectOf(space, account)],
  });
}

function subjectOf(space: PlatformSpace, name: string) {
  return { kind: "ServiceAccount", name, namespace: space.namespace };
}

function asRule({ group, resources, verbs, names }: Right) {
  return {
    apiGroups: [group],
    resources: [...resources],
    verbs: [...verbs],
    ...(names === undefined ? {} : { resourceNames: [...names] }),
  };
}
