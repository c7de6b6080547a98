import { GROUP, RESOURCES, securityWith } from "./containers";
import { between, type KnownFields, lasting, named, only, plain, plains } from "./known";
import { objectOf } from "./metadata";
import { APART, podSecurityWith, spread } from "./pods";
import { CPU_METRIC } from "./workloads";

const ANOTHERS = "it is of another kind, or somebody else's";

/** Whom it is about, as a whole: what is about a part goes before what is about the whole. */
const TARGET: KnownFields = {
  group: only(ANOTHERS, "gateway.networking.k8s.io"),
  ...plains("kind", "name"),
};

/** The most seconds that somebody holds a connection, or an answer takes. */
const HOUR = 3600;
const HELD = "whoever is slow, or does not answer, keeps the room of others";

/** Its host names, and whose routes it takes, `exposed-over-tls` and `gateways-run-as-set-up` judge. */
export const GATEWAY = objectOf({
  gatewayClassName: plain,
  infrastructure: { parametersRef: plains("group", "kind", "name") },
  listeners: {
    ...plains("name", "port", "protocol", "hostname"),
    tls: {
      mode: only("who asks for what is seen by the pods alone", "Terminate"),
      certificateRefs: { group: only(ANOTHERS, ""), kind: only(ANOTHERS, "Secret"), name: plain },
    },
    allowedRoutes: { namespaces: { from: plain } },
  },
});

/** A request goes to one service, unchanged, and to nobody beside it: no mirror, no other host, no header of another's. */
export const ROUTE = objectOf({
  parentRefs: { ...TARGET, sectionName: plain },
  hostnames: plain,
  rules: {
    matches: { path: { type: only("it matches more than it says", "PathPrefix", "Exact"), value: plain } },
    filters: {
      type: plain,
      requestRedirect: {
        scheme: only("visitors are sent to somewhere in the clear", "https"),
        statusCode: only("no browser remembers it", 301, 308),
      },
      responseHeaderModifier: {
        set: {
          name: only("it says more than that HTTPS is to stay", "Strict-Transport-Security"),
          value: plain,
        },
      },
    },
    backendRefs: {
      group: only(ANOTHERS, ""),
      kind: only(ANOTHERS, "Service"),
      ...plains("name", "port", "weight"),
    },
    timeouts: { request: lasting(HOUR, HELD), backendRequest: lasting(HOUR, HELD) },
  },
});

/** Names and keys `certificate-key` and `exposed-over-tls` judge. */
export const CERTIFICATE = objectOf({
  ...plains("secretName", "dnsNames", "revisionHistoryLimit"),
  renewBefore: only("people have no time to find out that it does not work", "720h0m0s", "720h"),
  duration: only("browsers take none that is longer, and a leak lasts as long", "2160h0m0s"),
  issuerRef: { group: only(ANOTHERS, "cert-manager.io"), ...plains("kind", "name") },
  privateKey: {
    ...plains("algorithm", "size", "rotationPolicy"),
    encoding: only("the proxies do not read it", "PKCS8", "PKCS1"),
  },
  usages: only("it may sign for others, or stand for a client", "digital signature", "server auth"),
});

/** Which networks come `allow-list-everywhere` judges. */
export const ACCESS = objectOf({
  targetRefs: TARGET,
  authorization: {
    defaultAction: plain,
    rules: { ...plains("name", "action"), principal: { clientCIDRs: plain } },
  },
});

/** Without `clientIPDetection` and the like: a visitor is who the packets come from. What is plain `gateways-speak-strong-tls` judges. */
export const TRAFFIC = objectOf({
  targetRefs: TARGET,
  tls: {
    ...plains("minVersion", "ciphers", "ecdhCurves", "signatureAlgorithms"),
    maxVersion: only("the best there is is not spoken", "1.3"),
    alpnProtocols: only("no wall here knows it", "h2", "http/1.1"),
  },
  headers: {
    earlyRequestHeaders: { remove: plain },
    withUnderscoresAction: only("a header may pass for another", "RejectRequest", "DropHeader"),
  },
  path: {
    disableMergeSlashes: only("a path written differently passes its route by", false),
    escapedSlashesAction: plain,
  },
  timeout: {
    http: {
      requestReceivedTimeout: lasting(HOUR, HELD),
      idleTimeout: lasting(HOUR, HELD),
      streamIdleTimeout: lasting(HOUR, HELD),
    },
  },
  http2: { maxConcurrentStreams: between(1, 1000, "one visitor takes the room of all others") },
});

/** What of a request is logged: nothing of it may be a secret, as a query, a cookie or a header may. */
const LOGGED = [
  "%START_TIME%",
  "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
  "%REQ(:AUTHORITY)%",
  "%REQ(:METHOD)%",
  "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%",
  "%PROTOCOL%",
  "%DOWNSTREAM_TLS_VERSION%",
  "%RESPONSE_CODE%",
  "%RESPONSE_FLAGS%",
  "%BYTES_RECEIVED%",
  "%BYTES_SENT%",
  "%DURATION%",
  "%ROUTE_NAME%",
  "%UPSTREAM_HOST%",
  "%REQ(X-REQUEST-ID)%",
];

const LOG: KnownFields = {
  format: {
    type: plain,
    json: named(/^/, only("it may be what a visitor keeps secret", ...LOGGED)),
  },
  sinks: {
    type: only("who came is told to somebody else", "File"),
    file: { path: only("no log agent reads it", "/dev/stdout") },
  },
};

/** What it is labelled with: bills and logs are sorted by it. */
const OURS = named(/^straat\//);

const DEPLOYMENT: KnownFields = {
  strategy: { type: plain, rollingUpdate: plains("maxUnavailable", "maxSurge") },
  container: {
    resources: RESOURCES,
    securityContext: securityWith(GROUP),
    volumeMounts: plains("name", "mountPath"),
  },
  pod: {
    labels: OURS,
    securityContext: podSecurityWith(GROUP),
    volumes: { name: plain, emptyDir: plains("sizeLimit") },
    affinity: APART,
    topologySpreadConstraints: spread("ScheduleAnyway", "DoNotSchedule"),
  },
};

const HEALTHY_OR_NOT = {
  spec: { unhealthyPodEvictionPolicy: only("a dead proxy keeps its node up", "AlwaysAllow") },
};

/** Nothing in it is patched, injected or started beside what its controller makes. */
export const PROXY = objectOf({
  ipFamily: only("no wall here knows addresses of the other family", "IPv4"),
  concurrency: plain,
  logging: { level: { default: only("it logs what visitors send", "warn", "error") } },
  shutdown: plains("drainTimeout", "minDrainDuration"),
  provider: {
    type: plain,
    kubernetes: {
      envoyDeployment: DEPLOYMENT,
      envoyHpa: { ...plains("minReplicas", "maxReplicas"), metrics: CPU_METRIC },
      envoyPDB: {
        maxUnavailable: only("a node that restarts waits for ever, or more than one proxy goes at once", 1),
        patch: { type: plain, value: HEALTHY_OR_NOT },
      },
      envoyService: {
        ...plains(
          "type",
          "externalTrafficPolicy",
          "allocateLoadBalancerNodePorts",
          "loadBalancerSourceRanges",
        ),
        loadBalancerClass: only("another gives it an address", "calico"),
        labels: OURS,
        annotations: plains("projectcalico.org/loadBalancerIPs"),
      },
    },
  },
  telemetry: { accessLog: { settings: LOG } },
});
