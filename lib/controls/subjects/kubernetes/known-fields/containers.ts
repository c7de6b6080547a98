import { between, type Check, type KnownFields, only, plain, plains } from "./known";

const AMOUNTS = plains("cpu", "memory", "ephemeral-storage");

/** Amounts themselves are judged by `requests-and-limits` and `ceilings-fit-the-quota`. */
export const RESOURCES: KnownFields = { requests: AMOUNTS, limits: AMOUNTS };

export const SECCOMP: KnownFields = {
  type: only("the container may call the kernel as a file on its node says", "RuntimeDefault"),
};

/** Of a container; what is plain in it `containers-are-restricted` and `not-privileged` judge. */
export function securityWith(group: Check): KnownFields {
  return {
    ...plains("runAsNonRoot", "runAsUser", "allowPrivilegeEscalation", "readOnlyRootFilesystem"),
    privileged: only("it has all of its node", false),
    runAsGroup: group,
    capabilities: { drop: plain },
    seccompProfile: SECCOMP,
  };
}

/** Nobody's group on a node, and not root's, whose files an image is full of. */
export const GROUP: Check = between(1, 2 ** 32 - 1, "it may do with files what root's group may");

export const CLEAR = only("the node asks over another protocol than was tried", "HTTP");

const HTTP: KnownFields = { path: plain, port: plain, scheme: CLEAR };
const COMMAND: KnownFields = { command: plain };

/** How patiently a container is asked, and no more: what hangs for longer is away for visitors. */
interface Patience {
  /** Seconds between two questions. */
  readonly seconds: number;
  /** Wrong answers in a row. */
  readonly failures: number;
  /** Seconds before the first question. @default none */
  readonly start?: number;
}

const TOO_LATE = "what does not answer stays for longer than anybody waits";

/** A container is asked where it is: a `host` would be another's answer. */
export function probe({ seconds, failures, start }: Patience): KnownFields {
  return {
    httpGet: HTTP,
    exec: COMMAND,
    periodSeconds: between(1, seconds, TOO_LATE),
    timeoutSeconds: between(1, 10, TOO_LATE),
    failureThreshold: between(1, failures, TOO_LATE),
    successThreshold: only("it is long until it has visitors again", 1),
    ...(start === undefined ? {} : { initialDelaySeconds: between(0, start, TOO_LATE) }),
  };
}

const PORT: KnownFields = {
  ...plains("name", "containerPort"),
  protocol: only("walls here know TCP", "TCP"),
};

const MOUNT: KnownFields = {
  ...plains("name", "mountPath", "readOnly"),
  mountPropagation: only("what is mounted on the node is seen in it, or the other way round", "None"),
};

/** Of any container. What a program is told, and where its files are, is its own affair. */
const ANY: KnownFields = {
  ...plains("name", "image", "command", "args"),
  imagePullPolicy: only("a pod may run what it may not fetch", "Always"),
  ports: PORT,
  resources: RESOURCES,
  volumeMounts: MOUNT,
  terminationMessagePath: only("a file of its own is sent to the API server", "/dev/termination-log"),
};

/** Of a tenant's workload. A secret is a file, so no variable comes from one (V-10). */
export const CONTAINER: KnownFields = {
  ...ANY,
  env: plains("name", "value"),
  securityContext: securityWith(GROUP),
  lifecycle: { preStop: { exec: COMMAND, httpGet: HTTP } },
  readinessProbe: probe({ seconds: 10, failures: 3 }),
  livenessProbe: probe({ seconds: 10, failures: 12 }),
  startupProbe: probe({ seconds: 10, failures: 120 }),
};

const OWN_NODE: KnownFields = {
  fieldRef: { apiVersion: plain, fieldPath: only("it is told more than where it is", "spec.nodeName") },
};

/** Of a program that serves a whole cluster. What of it is root's says why, see `not-privileged`. */
export const PLATFORM_CONTAINER: KnownFields = {
  ...ANY,
  env: { ...plains("name", "value"), valueFrom: OWN_NODE },
  envFrom: { configMapRef: { name: plain } },
  securityContext: {
    ...securityWith(plain),
    capabilities: { drop: plain, add: only("no program here needs such a right", "KILL") },
  },
  readinessProbe: probe({ seconds: 60, failures: 10 }),
  livenessProbe: probe({ seconds: 60, failures: 10, start: 300 }),
};
