import { RoleBindingV1 } from "@cdktf/provider-kubernetes/lib/role-binding-v1";
import { RoleV1, type RoleV1Rule } from "@cdktf/provider-kubernetes/lib/role-v1";
import type { Construct } from "constructs";
import { checkList } from "../../model/declared-list";
import { checkProperties } from "../../model/known-properties";
import { InvalidError, type Mistakes } from "../../model/mistake";
import { shownValue } from "../../model/text";

/** Who may do what in a namespace, by groups of people that the cluster's sign-in knows (V-03). */
export interface TenantAccess {
  /** Groups that may look: at workloads, events and logs, and never at secrets. @default nobody */
  readonly view?: readonly string[];
  /** Groups that may also restart and scale. Nobody gets a shell in a container, or forwards a port of it. @default nobody */
  readonly operate?: readonly string[];
}

const LOOK = ["get", "list", "watch"];

const VIEW: readonly RoleV1Rule[] = [
  {
    apiGroups: [""],
    resources: [
      "pods",
      "pods/log",
      "services",
      "events",
      "resourcequotas",
      "limitranges",
      "persistentvolumeclaims",
    ],
    verbs: LOOK,
  },
  { apiGroups: ["apps"], resources: ["deployments", "replicasets", "statefulsets"], verbs: LOOK },
  { apiGroups: ["batch"], resources: ["jobs", "cronjobs"], verbs: LOOK },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: LOOK },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: LOOK },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: LOOK },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gateways", "httproutes"], verbs: LOOK },
  { apiGroups: ["cert-manager.io"], resources: ["certificates"], verbs: LOOK },
];

const OPERATE: readonly RoleV1Rule[] = [
  ...VIEW,
  { apiGroups: [""], resources: ["pods"], verbs: ["delete"] },
  { apiGroups: ["apps"], resources: ["deployments/scale", "statefulsets/scale"], verbs: ["patch", "update"] },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete"] },
];

const RULES = { view: VIEW, operate: OPERATE } as const;
type Right = keyof typeof RULES;

/** Checks who is named. @throws nothing: mistakes are gathered */
export function checkAccess(declared: TenantAccess | undefined, check: Mistakes): Required<TenantAccess> {
  const access = checkProperties(
    "access",
    declared,
    { view: true, operate: true },
    "the access of a tenant",
    check,
  );
  const groups = (right: Right) =>
    checkList(`access.${right}`, access[right], '["zorgplein-developers"]', check, checkGroup);
  return { view: groups("view"), operate: groups("operate") };
}

/** A role for each right somebody has, bound to the groups by name. */
export function addAccess(
  scope: Construct,
  metadata: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  access: Required<TenantAccess>,
): void {
  for (const right of Object.keys(RULES) as readonly Right[]) {
    const groups = access[right];
    if (groups.length === 0) continue;
    const role = new RoleV1(scope, `role-${right}`, {
      metadata: { name: right, ...metadata },
      rule: [...RULES[right]],
    });
    new RoleBindingV1(scope, `binding-${right}`, {
      metadata: { name: right, ...metadata },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subject: groups.map((name) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name })),
    });
  }
}

/** `system:…` is the cluster's own: all who signed in, or all who did not, and those who may do anything. */
function checkGroup(name: unknown): string {
  if (typeof name === "string" && /^[A-Za-z0-9][\w.@/-]{0,127}$/.test(name)) return name;
  throw new InvalidError({
    value: shownValue(name),
    problem:
      "is not the name of a group of people: rights are for named groups, and never for everybody (V-03)",
    remedy: "write the group as the cluster's sign-in names it, for example zorgplein-developers",
  });
}
