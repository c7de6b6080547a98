/** Findings that are meant: what is said of objects, and why they stay as they are. */
export interface Accepted {
  /** Of monokle its numbers, such as `KBP114`; of what several judges want, our names for it, such as `priority-class`. */
  readonly rules: readonly string[];
  /** Kind, namespace and name; `*` stands for any part of one of these. Every rule of every entry has to occur. */
  readonly object: string;
  /** Lines of the manifest that the judge points at, with `*` as above. Each has to occur. @default any */
  readonly lines?: readonly string[];
  readonly reason: string;
}

/** Labels of Envoy's proxies, which the gateway's controller makes. */
const OF_PROXIES = [
  "app.kubernetes.io/name: envoy",
  "app.kubernetes.io/component: proxy",
  "app.kubernetes.io/managed-by: envoy-gateway",
  "gateway.envoyproxy.io/owning-gateway-name: gateway-*",
  "gateway.envoyproxy.io/owning-gateway-namespace: zorgplein-*",
];

const NOT_OURS: readonly Accepted[] = [
  {
    rules: ["LNK001"],
    object: "NetworkPolicy */allow-dns",
    lines: ["k8s-app: kube-dns"],
    reason: "the cluster's own DNS, which whoever runs the cluster installs (docs/cluster.md)",
  },
  {
    rules: ["LNK001"],
    object: "NetworkPolicy zorgplein-*/web",
    lines: OF_PROXIES,
    reason: "the proxies of its gateway, which Envoy Gateway makes",
  },
  {
    rules: ["LNK001"],
    object: "NetworkPolicy envoy-gateway-system/zorgplein-*",
    lines: OF_PROXIES,
    reason: "the same; their wall is there before them",
  },
  {
    rules: ["policy-selects-something"],
    object: "NetworkPolicy envoy-gateway-system/*",
    reason: "Envoy Gateway makes the proxies that it selects; their wall is there before them",
  },
  {
    rules: ["LNK001"],
    object: "NetworkPolicy envoy-gateway-system/proxies",
    reason: "proxies, their controller, the cluster's DNS and who fetches figures are not ours to make",
  },
  ...["straat-metrics/kube-state-metrics", "straat-reboots/kured", "straat-scanner/trivy-operator"].map(
    (name) => ({
      rules: ["LNK001"],
      object: `NetworkPolicy ${name}`,
      lines: ["app.kubernetes.io/name: prometheus"],
      reason: "who fetches figures is run by whoever runs the cluster, and named in the platform's file",
    }),
  ),
  {
    rules: ["LNK001", "policy-selects-something"],
    object: "NetworkPolicy straat-scanner/trivy-scan",
    reason: "the scanner makes the jobs that it selects; their wall is there before them",
  },
  {
    rules: ["LNK001"],
    object: "DaemonSet straat-logs/log-agent",
    lines: ["secretName: log-agent"],
    reason:
      "its certificate is made by cert-manager for whoever runs the cluster: no key of ours is in Terraform's state",
  },
];

const OF_NODES: readonly Accepted[] = [
  {
    rules: ["KBP104", "KBP105", "KBP109", "PSS203", "PSS204", "high-user-and-group", "not-root"],
    object: "DaemonSet straat-logs/log-agent",
    reason: "logs of containers are root's on the node; it drops all capabilities and cannot write to them",
  },
  {
    rules: ["PSS105", "PSS201", "no-host-paths"],
    object: "DaemonSet straat-logs/log-agent",
    reason:
      "logs of containers are files of the node; what waits for a collector outlives a restart of the agent there",
  },
  {
    rules: ["KBP104", "KBP105", "KBP109", "PSS203", "PSS204", "high-user-and-group", "not-root"],
    object: "DaemonSet straat-reboots/kured",
    reason: "only root may signal the node's first process, which restarts the node",
  },
  {
    rules: ["PSS102", "PSS206", "no-host-namespaces", "no-capabilities"],
    object: "DaemonSet straat-reboots/kured",
    reason:
      "it signals the node's first process: it sees that, and has KILL and no other capability; it is not privileged",
  },
  {
    rules: ["PSS105", "PSS201", "no-host-paths"],
    object: "DaemonSet straat-reboots/kured",
    reason: "a file of the node says that it has to be restarted",
  },
];

const WHO_ASK_THE_API: readonly Accepted[] = [
  ...[
    [
      "DaemonSet straat-logs/log-agent",
      "whose a namespace is, so that no line of a log can say it of itself",
    ],
    ["DaemonSet straat-reboots/kured", "to empty its node before the restart"],
    ["Deployment straat-metrics/kube-state-metrics", "what runs, which it counts"],
    ["Deployment straat-scanner/trivy-operator", "what runs, and to write down what it found"],
  ].map(([object = "", what]) => ({
    rules: ["no-token"],
    object,
    reason: `it asks the API ${what}; its account may do that and nothing else`,
  })),
  {
    rules: ["no-changed-workloads"],
    object: "ClusterRole straat-reboots-kured",
    reason: "emptying a node deletes pods that nothing else makes way for",
  },
  {
    rules: ["no-changed-workloads"],
    object: "Role straat-reboots/kured",
    reason: "its lock is an annotation on its own DaemonSet, the only one that it may change",
  },
  {
    rules: ["KBP107", "no-changed-workloads", "no-escalating-roles", "no-secrets"],
    object: "Role straat-scanner/trivy-operator",
    reason:
      "in its own namespace it makes the jobs that scan, with their settings and the secrets they pull images with",
  },
  {
    rules: ["no-changed-workloads"],
    object: "Role zorgplein-*/operate",
    reason:
      "named groups restart what they answer for: they delete pods and jobs, and create, change and enter none",
  },
];

const OPINIONS: readonly Accepted[] = [
  {
    rules: ["trusted-registry"],
    object: "* */*",
    reason: "the agency's own registry is the one that is trusted; Trivy is told by --config-data",
  },
  {
    rules: ["priority-class"],
    object: "* */*",
    reason:
      "priorities decide who is put out of a full cluster; what a stage may take of it is bounded by its quota instead (B-21)",
  },
  {
    rules: ["instance-label"],
    object: "* */*",
    reason:
      "it is the namespace, which is one installation of the application; the name of a workload is in app.kubernetes.io/name",
  },
  {
    rules: ["replicas"],
    object: "Deployment zorgplein-*/*",
    reason:
      "the number is left to the scaler, or each apply would set it back; the scaler's floor is two in acceptance and production",
  },
  ...["development", "test"].map((stage) => ({
    rules: ["scaler-floor"],
    object: `HorizontalPodAutoscaler zorgplein-${stage}/*`,
    reason: "redundancy is promised for acceptance and production (H-03)",
  })),
  {
    rules: ["no-secret-settings"],
    object: "ConfigMap straat-logs/log-agent",
    reason: "names the file of its key, which is mounted from a Secret",
  },
  {
    rules: ["no-secret-settings"],
    object: "ConfigMap straat-scanner/*",
    reason: "settings of the scanner have secret, token or key in their names, and none in their values",
  },
];

export const ACCEPTED: readonly Accepted[] = [...NOT_OURS, ...OF_NODES, ...WHO_ASK_THE_API, ...OPINIONS];
