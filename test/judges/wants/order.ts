import type { Body } from "../../support/app";
import { objects, type Want } from "./want";

const ROLES = ["Role", "ClusterRole"];
const WORKLOADS = ["pods", "deployments", "jobs", "cronjobs", "statefulsets", "daemonsets", "replicasets"];
const CHANGES = ["create", "update", "patch", "delete", "deletecollection", "impersonate", "*"];
const CONTROLLERS = ["Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job"];

/** Kinds that stand in no namespace. */
const OF_THE_CLUSTER = [
  "Namespace",
  "ClusterRole",
  "ClusterRoleBinding",
  "PriorityClass",
  "StorageClass",
  "GatewayClass",
  "IPPool",
];

const SENSITIVE_NAME = /secret|password|token|bearer|credential|username|email|key|phone|sha1|md5/i;
const SENSITIVE_TEXT =
  /(username|password|secret|email|key|phone)\s*[=:]|PRIVATE KEY|\w@[\w-]+\.[a-z]{2,4}\b/i;

/** Who may do what, in which namespace, and how much of it. */
export const ORDER_WANTS: readonly Want[] = [
  {
    id: "own-namespace",
    what: "an object stands in a namespace that is not the default one",
    asked: { Checkov: "CKV_K8S_21", "kube-linter": "(use-namespace)", Trivy: "KSV-0037, KSV-0110" },
    lack: ({ objects: all }) =>
      all.filter(({ kind, metadata: { namespace } }) => {
        if (OF_THE_CLUSTER.includes(kind)) return false;
        return [undefined, "default", "kube-system"].includes(namespace);
      }),
    spoil: ({ the }) => {
      the("ConfigMap").metadata.namespace = "default";
    },
  },
  {
    id: "limits-of-a-namespace",
    what: "a quota and a limit range are complete where they are",
    asked: { Trivy: "KSV-0039, KSV-0040" },
    lack: objects(["LimitRange", "ResourceQuota"], ({ kind, spec }) => {
      if (kind === "ResourceQuota") {
        const wanted = ["requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
        return wanted.every((key) => spec.hard?.[key] !== undefined);
      }
      const wanted = ["type", "max", "min", "default", "defaultRequest"];
      return spec.limits.some((limit: Body) => wanted.every((key) => limit[key] !== undefined));
    }),
    spoil: ({ the }) => {
      delete the("ResourceQuota").spec.hard["limits.memory"];
    },
  },
  {
    id: "default-account-unused",
    what: "the account that a namespace comes with mounts no key, and has no rights",
    asked: { Checkov: "CKV_K8S_41, CKV_K8S_42" },
    lack: objects(["ServiceAccount", "RoleBinding", "ClusterRoleBinding"], (object) => {
      const { kind, metadata, automountServiceAccountToken, subjects = [] } = object;
      if (kind === "ServiceAccount")
        return metadata.name !== "default" || automountServiceAccountToken === false;
      return !subjects.some(
        (subject: Body) => subject.kind === "ServiceAccount" && subject.name === "default",
      );
    }),
    spoil: ({ the }) => {
      the("RoleBinding").subjects = [{ kind: "ServiceAccount", name: "default" }];
    },
  },
  {
    id: "no-wildcards",
    what: "a role names what it allows",
    asked: {
      Checkov: "CKV_K8S_49",
      "kube-linter": "(wildcard-in-rules)",
      Trivy: "KSV-0044, KSV-0045, KSV-0046",
    },
    lack: roles(
      ({ apiGroups = [], resources = [], verbs = [] }) => ![apiGroups, resources, verbs].flat().includes("*"),
    ),
    spoil: ({ the }) => {
      the("Role").rules[0].verbs = ["*"];
    },
  },
  {
    id: "no-shell",
    what: "a role gives no shell in a pod",
    asked: {
      Polaris: "rolePodExecAttach, clusterrolePodExecAttach, rolebindingRolePodExecAttach",
      Trivy: "KSV-0053",
    },
    lack: roles(
      ({ resources = [] }) => !resources.some((name: string) => /^pods\/(exec|attach)$/.test(name)),
    ),
    spoil: ({ the }) => {
      the("Role").rules.push({ apiGroups: [""], resources: ["pods/exec"], verbs: ["create"] });
    },
  },
  {
    id: "no-secrets",
    what: "a role shows no secrets",
    asked: { "kube-linter": "(access-to-secrets)", Trivy: "KSV-0041, KSV-0113" },
    lack: roles(({ resources = [] }) => !resources.includes("secrets")),
    spoil: ({ the }) => {
      the("Role").rules.push({ apiGroups: [""], resources: ["secrets"], verbs: ["get"] });
    },
  },
  {
    id: "no-changed-workloads",
    what: "a role changes no pods and no workloads, and deletes none",
    asked: { "kube-linter": "(access-to-create-pods)", Trivy: "KSV-0048" },
    lack: roles(({ resources = [], verbs = [] }) => {
      const isWorkload = resources.some((name: string) => WORKLOADS.includes(name));
      return !isWorkload || !verbs.some((verb: string) => CHANGES.includes(verb));
    }),
    spoil: ({ the }) => {
      the("Role").rules[0].verbs.push("delete");
    },
  },
  {
    id: "no-escalating-roles",
    what: "a role neither changes networking, configuration or webhooks, nor gives more rights than it has",
    asked: {
      Checkov: "CKV_K8S_155, CKV_K8S_156, CKV_K8S_157, CKV_K8S_158",
      Polaris: "clusterrolebindingClusterAdmin, rolebindingClusterAdminRole",
      Trivy: "KSV-0043, KSV-0047, KSV-0049, KSV-0050, KSV-0051, KSV-0056, KSV-0111, KSV-0114, KSV-0115",
    },
    lack: (cluster) => [
      ...roles(({ resources = [], verbs = [] }) => {
        const touchy =
          /^(configmaps|services|endpoints|ingresses|networkpolicies|.*webhookconfigurations|(cluster)?role(binding)?s|nodes\/proxy|certificatesigningrequests\/approval)$/;
        const isTouchy = resources.some((name: string) => touchy.test(name));
        const gives = verbs.some((verb: string) => ["escalate", "bind", "impersonate"].includes(verb));
        return !gives && !(isTouchy && verbs.some((verb: string) => CHANGES.includes(verb)));
      })(cluster),
      ...cluster
        .of("RoleBinding", "ClusterRoleBinding")
        .filter(({ roleRef }) => roleRef.name === "cluster-admin"),
    ],
    spoil: ({ the }) => {
      the("RoleBinding").roleRef.name = "cluster-admin";
    },
  },
  {
    id: "no-secret-settings",
    what: "a ConfigMap holds nothing that looks like a secret or a person's data, by name or by text",
    asked: { Polaris: "sensitiveConfigmapContent", Trivy: "KSV-0109, KSV-01010" },
    lack: objects(["ConfigMap"], ({ data = {} }) =>
      Object.entries<string>(data).every(
        ([key, value]) => !SENSITIVE_NAME.test(key) && !SENSITIVE_TEXT.test(value),
      ),
    ),
    spoil: ({ the }) => {
      the("ConfigMap").data.level = "password: hunter2";
    },
  },
  {
    id: "instance-label",
    what: "the label app.kubernetes.io/instance is the name of the workload",
    asked: { Polaris: "metadataAndInstanceMismatched" },
    lack: objects(
      CONTROLLERS,
      ({ metadata }) => metadata.labels?.["app.kubernetes.io/instance"] === metadata.name,
    ),
    spoil: ({ the }) => {
      the("Deployment").metadata.labels["app.kubernetes.io/instance"] = "verne";
    },
  },
  {
    id: "label-values",
    what: "a label is one that the API takes",
    asked: { "kube-score": "label-values" },
    lack: ({ objects: all }) =>
      all.filter(({ metadata: { labels = {} } }) =>
        Object.values<string>(labels).some(
          (value) => !/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value),
        ),
      ),
    spoil: ({ the }) => {
      the("ConfigMap").metadata.labels = { "straat/owner": "Team Nautilus" };
    },
  },
  {
    id: "selector-matches",
    what: "a workload selects the pods that it makes",
    asked: {
      "kube-score":
        "deployment-pod-selector-labels-match-template-metadata-labels, statefulset-pod-selector-labels-match-template-metadata-labels",
      "kube-linter": "mismatching-selector",
    },
    lack: objects(["Deployment", "StatefulSet", "DaemonSet"], ({ spec }) => {
      const labels = spec.template.metadata.labels ?? {};
      const wanted = Object.entries(spec.selector.matchLabels ?? {});
      return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
    }),
    spoil: ({ the }) => {
      the("Deployment").spec.selector.matchLabels = { "app.kubernetes.io/name": "ghost" };
    },
  },
];

function roles(holds: (rule: Body) => boolean): Want["lack"] {
  return objects(ROLES, ({ rules }) => (rules ?? []).every(holds));
}
