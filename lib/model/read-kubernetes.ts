import type {
  ExposureRecord,
  KubernetesRecord,
  NamespaceRecord,
  WorkloadPort,
  WorkloadRecord,
} from "./kubernetes-record";
import { PORT_MAX } from "./port";
import { byName, line, list, object, oneOf, optional, path, refused, some, text, wholeNumber, yesOrNo } from "./read-record";
import type { Reader } from "./read-record";
import { peer } from "./read-peer";
import { address, network } from "./read-site";
import { checkHostName } from "./host-name";

/** The value of a label may be empty; a key has a prefix or none. */
const labels = byName(line, text);

const namespace = object<NamespaceRecord>({ name: line, labels });

const port = object<WorkloadPort>({
  name: line,
  port: wholeNumber(1, PORT_MAX),
  target: wholeNumber(1, PORT_MAX),
});

const workload = object<WorkloadRecord>({
  path,
  kind: oneOf("web-service", "worker", "scheduled-job", "stateful-service", "gateway", "platform"),
  namespace: line,
  labels,
  pods: some(network),
  front: list(address),
  ports: list(port),
  replicas: optional(object({ min: wholeNumber(0, 9999), max: wholeNumber(1, 9999) })),
  data: yesOrNo,
});

const exposure = object<ExposureRecord>({
  hostname: (value) => checkHostName(text(value)),
  service: path,
  gateway: path,
  exposure: oneOf("public", "restricted", "closed"),
  from: peer,
  why: line,
});

/** As the API is given it; what it means is for the room above. */
const policy: Reader<Readonly<Record<string, unknown>>> = (value) => {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw refused(value, "is no object of Kubernetes");
};

/** What a stack has in the cluster. */
export const kubernetes = object<KubernetesRecord>({
  namespaces: list(namespace),
  workloads: list(workload),
  exposures: list(exposure),
  policies: list(policy),
});
