/** What one container takes. Requests are what it needs, limits what it may take when there is something to do. */
export interface ProgramResources {
  readonly cpu: readonly [request: string, limit: string];
  readonly memory: readonly [request: string, limit: string];
  readonly scratch: readonly [request: string, limit: string];
}

/** The user of programs that are nobody in particular; beyond those that nodes have themselves. */
export const PROGRAM_USER = 10_001;

const RUNTIME_SECCOMP = { type: "RuntimeDefault" };

export function resourcesOf({ cpu, memory, scratch }: ProgramResources) {
  const pick = (at: 0 | 1) => ({ cpu: cpu[at], memory: memory[at], "ephemeral-storage": scratch[at] });
  return { requests: pick(0), limits: pick(1) };
}

/** Written in full for the pod and for the container: the provider fills in what is missing, and not with what is safe. */
export function restrictedPod() {
  const user = String(PROGRAM_USER);
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: RUNTIME_SECCOMP,
  };
}

export function restrictedContainer() {
  const user = String(PROGRAM_USER);
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: RUNTIME_SECCOMP,
  };
}

/** For a program that reads files of the node, or signals its first process. */
export function rootPod() {
  return { runAsNonRoot: false, runAsUser: "0", runAsGroup: "0", seccompProfile: RUNTIME_SECCOMP };
}

/**
 * Root, and nothing of what makes root mighty but what is named. Without any capability it still owns root's files, which is
 * enough to read them.
 */
export function rootContainer(capabilities: readonly string[]) {
  const { seccompProfile, ...others } = rootPod();
  const add = capabilities.length === 0 ? {} : { add: [...capabilities] };
  return { ...restrictedContainer(), ...others, seccompProfile, capabilities: { drop: ["ALL"], ...add } };
}

/** Apart in zones and on nodes, where that can be: of two, one pending forever would be worse than two on one node. */
export function apart(labels: Readonly<Record<string, string>>) {
  const keys = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"];
  return {
    topologySpreadConstraint: keys.map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: [{ matchLabels: labels }],
    })),
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: "kubernetes.io/hostname",
              labelSelector: [{ matchLabels: labels }],
            },
          },
        ],
      },
    },
  };
}

/** A probe over HTTP. */
export function httpProbe(path: string, port: string, periodSeconds: number, failureThreshold = 3) {
  return { httpGet: { path, port }, periodSeconds, timeoutSeconds: 5, failureThreshold };
}

/** The annotation that says why an object does without a safe default, in its place beside the labels. */
export function optOuts(reasons: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(reasons).map(([name, reason]) => [`straat/opt-out.${name}`, reason]),
  );
}
