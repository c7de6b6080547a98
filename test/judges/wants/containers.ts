import { containers, LASTING, type Want } from "./want";

const PROBES = ["readinessProbe", "livenessProbe", "startupProbe"];

/** What a container runs, takes and tells of itself. */
export const CONTAINER_WANTS: readonly Want[] = [
  {
    id: "image-tag",
    what: "an image has a tag, and never latest",
    asked: {
      Checkov: "CKV_K8S_14",
      "kube-score": "container-image-tag",
      "kube-linter": "latest-tag",
      Polaris: "tagNotSpecified",
      Trivy: "KSV-0013",
    },
    lack: containers(({ image }) => /:[\w.-]+(@|$)/.test(image) && !/:latest(@|$)/.test(image)),
    spoil: ({ container }) => {
      container.image = container.image.replace(/:[^:@]+@/, ":latest@");
    },
  },
  {
    id: "image-digest",
    what: "an image is named by its digest",
    asked: { Checkov: "CKV_K8S_43" },
    lack: containers(({ image }) => /@sha256:[0-9a-f]{64}$/.test(image)),
    spoil: ({ container }) => {
      container.image = container.image.replace(/@.*/, "");
    },
  },
  {
    id: "pull-always",
    what: "an image is asked for at every start, so that the right to it is checked",
    asked: {
      Checkov: "CKV_K8S_15",
      "kube-score": "container-image-pull-policy",
      Polaris: "pullPolicyNotAlways",
    },
    lack: containers(({ imagePullPolicy }) => imagePullPolicy === "Always"),
    spoil: ({ container }) => {
      container.imagePullPolicy = "IfNotPresent";
    },
  },
  {
    id: "trusted-registry",
    what: "an image comes from a registry that Trivy knows: a large public one, unless it is told of others",
    asked: { Trivy: "KSV-0125" },
    // Those it knows are no registry of ours, so naming a host at all is what it minds.
    lack: containers(({ image }) => !/^[^/]*[.:][^/]*\//.test(image)),
    spoil: ({ container }) => {
      container.image = `registry.example.nl/${container.image}`;
    },
  },
  ...resourceWants(),
  {
    id: "readiness-probe",
    what: "what lasts says when it can take work",
    asked: {
      Checkov: "CKV_K8S_9",
      "kube-score": "pod-probes",
      "kube-linter": "(no-readiness-probe)",
      Polaris: "readinessProbeMissing",
    },
    lack: containers(({ readinessProbe }) => readinessProbe !== undefined, ...LASTING),
    spoil: ({ container }) => {
      delete container.readinessProbe;
    },
  },
  {
    id: "liveness-probe",
    what: "what lasts says that it lives",
    asked: {
      Checkov: "CKV_K8S_8",
      "kube-score": "pod-probes",
      "kube-linter": "(no-liveness-probe)",
      Polaris: "livenessProbeMissing",
    },
    lack: containers(({ livenessProbe }) => livenessProbe !== undefined, ...LASTING),
    spoil: ({ container }) => {
      delete container.livenessProbe;
    },
  },
  {
    id: "probes-differ",
    what: "a pod that is busy is not restarted: what says that it is ready is not what says that it lives",
    asked: { "kube-score": "pod-probes" },
    lack: containers(({ readinessProbe, livenessProbe }) => {
      const both = readinessProbe !== undefined && livenessProbe !== undefined;
      return !both || JSON.stringify(readinessProbe) !== JSON.stringify(livenessProbe);
    }),
    spoil: ({ container }) => {
      container.livenessProbe = container.readinessProbe;
    },
  },
  {
    id: "probe-ports",
    what: "a probe goes to a port that the container names",
    asked: { "kube-linter": "liveness-port, readiness-port, startup-port" },
    lack: containers((container) => {
      const named = (container.ports ?? []).flatMap((port: { name?: string; containerPort: number }) => [
        port.name,
        port.containerPort,
      ]);
      const asked = PROBES.flatMap((probe) => {
        const { httpGet, tcpSocket, grpc } = container[probe] ?? {};
        return [httpGet, tcpSocket, grpc].flatMap((way) => way?.port ?? []);
      });
      return asked.every((port) => named.includes(port));
    }),
    spoil: ({ container }) => {
      container.readinessProbe.httpGet.port = 9999;
    },
  },
  {
    id: "ports-above-1023",
    what: "a container listens above the ports of root",
    asked: { "kube-linter": "(privileged-ports)", Trivy: "KSV-0117" },
    lack: containers(({ ports = [] }) =>
      ports.every(({ containerPort }: { containerPort: number }) => containerPort > 1023),
    ),
    spoil: ({ container }) => {
      container.ports[0].containerPort = 80;
    },
  },
  {
    id: "no-secret-in-environment",
    what: "secrets are files, and no variable is called one",
    asked: {
      Checkov: "CKV_K8S_35",
      "kube-linter": "env-var-secret, (read-secret-from-env-var)",
      Polaris: "sensitiveContainerEnvVar",
    },
    lack: containers(({ env = [], envFrom = [] }) => {
      const isSecret = ({ name, valueFrom }: { name: string; valueFrom?: { secretKeyRef?: unknown } }) =>
        valueFrom?.secretKeyRef !== undefined || /secret|password|token|credential|api_?key/i.test(name);
      return !env.some(isSecret) && !envFrom.some((from: { secretRef?: unknown }) => from.secretRef);
    }),
    spoil: ({ container }) => {
      container.env = [
        { name: "DATABASE_PASSWORD", valueFrom: { secretKeyRef: { name: "keys", key: "password" } } },
      ];
    },
  },
  {
    id: "variables-once",
    what: "a variable is set once",
    asked: { "kube-score": "environment-variable-key-duplication", "kube-linter": "duplicate-env-var" },
    lack: containers(
      ({ env = [] }) => new Set(env.map(({ name }: { name: string }) => name)).size === env.length,
    ),
    spoil: ({ container }) => {
      container.env = [
        { name: "A", value: "1" },
        { name: "A", value: "2" },
      ];
    },
  },
];

function resourceWants(): readonly Want[] {
  const one = (kind: "requests" | "limits", resource: string, asked: Want["asked"]): Want => ({
    id: `${resource}-${kind}`,
    what: `a container has ${kind} for ${resource}`,
    asked,
    lack: containers(({ resources }) => resources?.[kind]?.[resource] !== undefined),
    spoil: ({ container }) => {
      delete container.resources[kind][resource];
    },
  });
  const score = { "kube-score": "container-resources" };
  const cpu = { ...score, "kube-linter": "unset-cpu-requirements" };
  const memory = { ...score, "kube-linter": "unset-memory-requirements" };
  const storage = { "kube-score": "container-ephemeral-storage-request-and-limit" };
  return [
    one("requests", "cpu", {
      ...cpu,
      Checkov: "CKV_K8S_10",
      Polaris: "cpuRequestsMissing",
      Trivy: "KSV-0015",
    }),
    one("limits", "cpu", { ...cpu, Checkov: "CKV_K8S_11", Polaris: "cpuLimitsMissing", Trivy: "KSV-0011" }),
    one("requests", "memory", {
      ...memory,
      Checkov: "CKV_K8S_12",
      Polaris: "memoryRequestsMissing",
      Trivy: "KSV-0016",
    }),
    one("limits", "memory", {
      ...memory,
      Checkov: "CKV_K8S_13",
      Polaris: "memoryLimitsMissing",
      Trivy: "KSV-0018",
    }),
    one("requests", "ephemeral-storage", storage),
    one("limits", "ephemeral-storage", storage),
  ];
}
