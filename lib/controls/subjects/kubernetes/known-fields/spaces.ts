import { type KnownFields, named, only, plain, plains } from "./known";
import { NAMESPACE_METADATA, objectOf, objectWith, SELECTOR } from "./metadata";

export const NAMESPACE: KnownFields = { ...plains("apiVersion", "kind"), metadata: NAMESPACE_METADATA };

const AMOUNTS = plains("cpu", "memory", "ephemeral-storage");

export const QUOTA = objectOf({
  hard: {
    ...plains("pods", "requests.storage", "services.loadbalancers", "services.nodeports"),
    ...plains("requests.cpu", "requests.memory", "requests.ephemeral-storage"),
    ...plains("limits.cpu", "limits.memory", "limits.ephemeral-storage"),
  },
});

export const LIMITS = objectOf({
  limits: {
    type: only("it is about something else than containers", "Container"),
    default: AMOUNTS,
    defaultRequest: AMOUNTS,
    min: AMOUNTS,
    max: AMOUNTS,
  },
});

/** Without Secrets of its own, and without a role outside the cluster. */
export const ACCOUNT = objectWith(plains("automountServiceAccountToken"));

/** What is allowed `roles-name-what-they-allow` judges. */
export const ROLE = objectWith({ rules: plains("apiGroups", "resources", "verbs", "resourceNames") });

export const BINDING = objectWith({
  roleRef: plains("apiGroup", "kind", "name"),
  subjects: plains("apiGroup", "kind", "name", "namespace"),
});

const PEER: KnownFields = {
  ipBlock: { cidr: plain },
  namespaceSelector: SELECTOR,
  podSelector: SELECTOR,
};
const PORTS = plains("protocol", "port", "endPort");

/** Whom it lets through `policies-as-declared` judges. */
export const POLICY = objectOf({
  podSelector: SELECTOR,
  policyTypes: plain,
  ingress: { from: PEER, ports: PORTS },
  egress: { to: PEER, ports: PORTS },
});

/** That its values are no secrets of the stack, `no-secret-literals` judges. */
export const SECRET = objectWith({
  type: only("the cluster itself reads it, or writes something in it", "Opaque"),
  data: named(),
});

export const SETTINGS = objectWith({ data: named() });

/** Which store, and which path in it, `served-by-the-site` judges. */
export const FETCHED_SECRET = objectOf({
  refreshInterval: plain,
  secretStoreRef: { kind: only("it may be anybody's", "ClusterSecretStore"), name: plain },
  target: {
    creationPolicy: only("it may be another's Secret", "Owner"),
    deletionPolicy: only("a store that is away takes it from pods that run", "Retain"),
  },
  data: { secretKey: plain, remoteRef: plains("key", "property") },
});

const POOL_WORDS = plains("cidr", "blockSize", "allowedUses", "assignmentMode", "natOutgoing");

/** Whose addresses it hands out `pods-have-addresses-of-their-stage` judges. */
export const ADDRESSES = objectOf({ ...POOL_WORDS, ...plains("ipipMode", "vxlanMode", "nodeSelector") });
