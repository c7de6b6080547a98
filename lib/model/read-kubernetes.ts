import { checkHostName } from "./host-name";
import { isPortName } from "./kubernetes-names";
import type {
  ExposureRecord,
  KubernetesRecord,
  NamespaceRecord,
  WorkloadPort,
  WorkloadRecord,
} from "./kubernetes-record";
import { PORT_MAX } from "./port";
import { peer } from "./read-peer";
import { labels, named, namespaceName, policyRecord, someLabels } from "./read-policy";
import {
  line,
  list,
  madeBy,
  object,
  oneOf,
  optional,
  path,
  refused,
  some,
  text,
  wholeNumber,
  yesOrNo,
} from "./read-record";
import { address, network } from "./read-site";

/** More pods than any cluster has. */
const PODS_MAX = 150_000;

const namespace = object<NamespaceRecord>({ name: namespaceName, labels });

const portNumber = wholeNumber(1, PORT_MAX);

const port = object<WorkloadPort>({
  name: named(isPortName, "the name of a port"),
  port: portNumber,
  target: portNumber,
});

const replicas = madeBy(
  object<NonNullable<WorkloadRecord["replicas"]>>({
    min: wholeNumber(0, PODS_MAX),
    max: wholeNumber(1, PODS_MAX),
  }),
  (read) => {
    if (read.min <= read.max) return read;
    throw refused(read, "has a floor above its ceiling");
  },
);

const workload = object<WorkloadRecord>({
  path,
  kind: oneOf("web-service", "worker", "scheduled-job", "stateful-service", "gateway", "platform"),
  namespace: namespaceName,
  labels: someLabels,
  pods: some(network),
  front: list(address),
  ports: list(port),
  replicas: optional(replicas),
  data: yesOrNo,
});

function checkPrefix(written: string): string {
  if (written.startsWith("/")) return written;
  throw refused(written, "is not the first part of a path");
}

const exposure = object<ExposureRecord>({
  hostname: madeBy(text, (name) => checkHostName(name)),
  path: madeBy(line, checkPrefix),
  service: path,
  gateway: path,
  exposure: oneOf("public", "restricted", "closed"),
  issuer: text,
  from: peer,
  why: line,
});

/** What a stack has in the cluster. */
export const kubernetes = object<KubernetesRecord>({
  namespaces: list(namespace),
  workloads: list(workload),
  exposures: list(exposure),
  policies: list(policyRecord),
});
