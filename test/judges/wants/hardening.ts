import { containers, pods, type Want } from "./want";

/** What a pod may not do to the node it runs on. */
export const HARDENING_WANTS: readonly Want[] = [
  {
    id: "read-only-root",
    what: "a container cannot write to its own file system",
    asked: {
      Checkov: "CKV_K8S_22",
      "kube-score": "container-security-context-readonlyrootfilesystem",
      "kube-linter": "no-read-only-root-fs",
      Polaris: "notReadOnlyRootFilesystem",
      Trivy: "KSV-0014",
    },
    lack: containers(({ securityContext }) => securityContext?.readOnlyRootFilesystem === true),
    spoil: ({ container }) => {
      container.securityContext.readOnlyRootFilesystem = false;
    },
  },
  {
    id: "not-root",
    what: "a container is not root, and says so itself",
    asked: {
      Checkov: "CKV_K8S_23, CKV_K8S_29, CKV_K8S_30",
      "kube-linter": "run-as-non-root",
      Polaris: "runAsRootAllowed",
      Trivy: "KSV-0012, KSV-0105, KSV-0118",
    },
    lack: containers(({ securityContext }) => securityContext?.runAsNonRoot === true),
    spoil: ({ container }) => {
      container.securityContext.runAsNonRoot = false;
    },
  },
  {
    id: "high-user-and-group",
    what: "a container has a user and a group above 10000, so that neither is one of the node's",
    asked: {
      Checkov: "CKV_K8S_40",
      "kube-score": "container-security-context-user-group-id",
      Trivy: "KSV-0020, KSV-0021",
    },
    lack: containers(
      ({ securityContext }) => securityContext?.runAsUser > 10000 && securityContext?.runAsGroup > 10000,
    ),
    spoil: ({ container }) => {
      container.securityContext.runAsGroup = 1000;
    },
  },
  {
    id: "not-privileged",
    what: "a container is not privileged",
    asked: {
      Checkov: "CKV_K8S_16",
      "kube-score": "container-security-context-privileged",
      "kube-linter": "privileged-container",
      Polaris: "runAsPrivileged",
      Trivy: "KSV-0017",
    },
    lack: containers(({ securityContext }) => securityContext?.privileged !== true),
    spoil: ({ container }) => {
      container.securityContext.privileged = true;
    },
  },
  {
    id: "no-escalation",
    what: "a process gets no more rights than its parent",
    asked: {
      Checkov: "CKV_K8S_20",
      "kube-linter": "privilege-escalation-container",
      Polaris: "privilegeEscalationAllowed",
      Trivy: "KSV-0001",
    },
    lack: containers(({ securityContext }) => securityContext?.allowPrivilegeEscalation === false),
    spoil: ({ container }) => {
      delete container.securityContext.allowPrivilegeEscalation;
    },
  },
  {
    id: "no-capabilities",
    what: "a container drops ALL capabilities and adds none",
    asked: {
      Checkov: "CKV_K8S_25, CKV_K8S_28, CKV_K8S_37, CKV_K8S_39",
      "kube-linter": "drop-net-raw-capability",
      Polaris: "insecureCapabilities, dangerousCapabilities",
      Trivy: "KSV-0003, KSV-0005, KSV-0022, KSV-0106, KSV-0119, KSV-0120",
    },
    lack: containers(({ securityContext }) => {
      const { drop = [], add = [] } = securityContext?.capabilities ?? {};
      return drop.includes("ALL") && add.length === 0;
    }),
    spoil: ({ container }) => {
      container.securityContext.capabilities.add = ["NET_ADMIN"];
    },
  },
  {
    id: "seccomp",
    what: "system calls are filtered",
    asked: {
      Checkov: "CKV_K8S_31",
      "kube-score": "(container-seccomp-profile)",
      Polaris: "linuxHardening",
      Trivy: "KSV-0030, KSV-0104",
    },
    lack: pods(({ spec, containers: all }) =>
      all.every(({ securityContext }) => {
        const profile = securityContext?.seccompProfile ?? spec.securityContext?.seccompProfile;
        return ["RuntimeDefault", "Localhost"].includes(profile?.type);
      }),
    ),
    spoil: ({ pod, container }) => {
      delete pod.securityContext.seccompProfile;
      delete container.securityContext.seccompProfile;
    },
  },
  {
    id: "no-host-namespaces",
    what: "a pod has processes, memory and network of its own",
    asked: {
      Checkov: "CKV_K8S_17, CKV_K8S_18, CKV_K8S_19",
      "kube-linter": "host-pid, host-ipc, host-network",
      Polaris: "hostPIDSet, hostIPCSet, hostNetworkSet",
      Trivy: "KSV-0008, KSV-0009, KSV-0010",
    },
    lack: pods(({ spec }) => ![spec.hostPID, spec.hostIPC, spec.hostNetwork].includes(true)),
    spoil: ({ pod }) => {
      pod.hostPID = true;
    },
  },
  {
    id: "no-host-paths",
    what: "a pod sees no folder of the node",
    asked: {
      Checkov: "CKV_K8S_27 (the container runtime's socket)",
      "kube-linter": "sensitive-host-mounts, docker-sock",
      Polaris: "hostPathSet",
      Trivy: "KSV-0006, KSV-0023, KSV-0028",
    },
    lack: pods(({ spec }) => !(spec.volumes ?? []).some(({ hostPath }: { hostPath?: unknown }) => hostPath)),
    spoil: ({ pod }) => {
      pod.volumes = [{ name: "logs", hostPath: { path: "/var/log" } }];
    },
  },
  {
    id: "no-host-ports",
    what: "a container takes no port of the node",
    asked: { Checkov: "CKV_K8S_26", Polaris: "hostPortSet", Trivy: "KSV-0024" },
    lack: containers(({ ports = [] }) => !ports.some(({ hostPort }: { hostPort?: number }) => hostPort)),
    spoil: ({ container }) => {
      container.ports[0].hostPort = 8080;
    },
  },
  {
    id: "no-token",
    what: "a pod is not given the key to the API",
    asked: { Checkov: "CKV_K8S_38", Polaris: "automountServiceAccountToken", Trivy: "KSV-0036" },
    lack: pods(({ spec }) => spec.automountServiceAccountToken === false),
    spoil: ({ pod }) => {
      delete pod.automountServiceAccountToken;
    },
  },
  {
    id: "own-service-account",
    what: "a pod has an account of its own, that exists",
    asked: { "kube-linter": "non-existent-service-account, (default-service-account)" },
    lack: pods(({ owner, spec }, cluster) => {
      const accounts = cluster.beside(owner, "ServiceAccount").map(({ metadata }) => metadata.name);
      return spec.serviceAccountName !== "default" && accounts.includes(spec.serviceAccountName);
    }),
    spoil: ({ pod }) => {
      pod.serviceAccountName = "ghost";
    },
  },
];
