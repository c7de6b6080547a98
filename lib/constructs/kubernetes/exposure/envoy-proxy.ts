import { frontAnnotations } from "../pod-addressing";
import type { ApiObject } from "./api-object";
import { ENVOY_API } from "./envoy-api";
import type { GatewayFacts } from "./gateway-implementation";

type Labels = Readonly<Record<string, string>>;

/** The user that Envoy's image has for this. */
const USER = 65_532;

/** Worker threads of a proxy; as many as its limit has cores to give, whatever the host has. */
const THREADS = 2;

/** Calico's, which gives the Service the address it asks for. */
const LOAD_BALANCER_CLASS = "calico";

/**
 * How the proxies of a gateway run: hardened (H-22), on different hosts and zones (H-03), between a floor and a ceiling
 * (B-21), reached at one address by the networks of their audiences (V-09), and logging each request (B-01).
 *
 * Their image is the one the controller was released with: the two speak a protocol of their own, and are updated together.
 */
export function envoyProxy(gateway: GatewayFacts, proxyLabels: Labels): ApiObject {
  const { name, replicas, sources, front } = gateway;
  return {
    apiVersion: ENVOY_API,
    kind: "EnvoyProxy",
    name,
    spec: {
      ipFamily: "IPv4",
      concurrency: THREADS,
      logging: { level: { default: "warn" } },
      shutdown: { drainTimeout: "60s", minDrainDuration: "10s" },
      provider: {
        type: "Kubernetes",
        kubernetes: {
          envoyDeployment: deployment(gateway.labels, proxyLabels),
          envoyHpa: {
            minReplicas: replicas.min,
            maxReplicas: replicas.max,
            metrics: [
              {
                type: "Resource",
                resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } },
              },
            ],
          },
          envoyPDB: {
            maxUnavailable: 1,
            // A proxy that does not work cannot be made to work by keeping its host up.
            patch: { type: "StrategicMerge", value: { spec: { unhealthyPodEvictionPolicy: "AlwaysAllow" } } },
          },
          envoyService: {
            type: "LoadBalancer",
            loadBalancerClass: LOAD_BALANCER_CLASS,
            // Straight to a host that has a proxy, so that the source is the visitor's: every allow-list rests on it.
            externalTrafficPolicy: "Local",
            // Visitors come to the front address alone.
            allocateLoadBalancerNodePorts: false,
            loadBalancerSourceRanges: sources,
            labels: gateway.labels,
            annotations: frontAnnotations(`${front}`),
          },
        },
      },
      telemetry: { accessLog: ACCESS_LOG },
    },
  };
}

function deployment(labels: Labels, proxyLabels: Labels): object {
  const hardened = { runAsNonRoot: true, runAsUser: USER, runAsGroup: USER };
  const seccompProfile = { type: "RuntimeDefault" };
  return {
    // No number of pods: the scaler's it is.
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    container: {
      resources: {
        requests: { cpu: "200m", memory: "256Mi", "ephemeral-storage": "128Mi" },
        limits: { cpu: `${THREADS}`, memory: "512Mi", "ephemeral-storage": "256Mi" },
      },
      securityContext: {
        ...hardened,
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
        seccompProfile,
      },
      volumeMounts: [{ name: "scratch", mountPath: "/tmp" }],
    },
    pod: {
      labels,
      securityContext: { ...hardened, fsGroup: USER, seccompProfile },
      volumes: [{ name: "scratch", emptyDir: { sizeLimit: "64Mi" } }],
      affinity: {
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                topologyKey: "kubernetes.io/hostname",
                labelSelector: { matchLabels: proxyLabels },
              },
            },
          ],
        },
      },
      topologySpreadConstraints: [
        // Hosts of a zone that is lost are tainted, and then it is not waited for.
        spread("topology.kubernetes.io/zone", "DoNotSchedule", proxyLabels),
        spread("kubernetes.io/hostname", "ScheduleAnyway", proxyLabels),
      ],
    },
  };
}

function spread(topologyKey: string, whenUnsatisfiable: string, matchLabels: Labels): object {
  return {
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchLabels },
  };
}

/** One line for each request, without what may be a secret: no query, no cookie, no header of authorization. */
const ACCESS_LOG = {
  settings: [
    {
      format: {
        type: "JSON",
        json: {
          time: "%START_TIME%",
          client: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
          host: "%REQ(:AUTHORITY)%",
          method: "%REQ(:METHOD)%",
          path: "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%",
          protocol: "%PROTOCOL%",
          tls: "%DOWNSTREAM_TLS_VERSION%",
          status: "%RESPONSE_CODE%",
          flags: "%RESPONSE_FLAGS%",
          received: "%BYTES_RECEIVED%",
          sent: "%BYTES_SENT%",
          milliseconds: "%DURATION%",
          route: "%ROUTE_NAME%",
          upstream: "%UPSTREAM_HOST%",
          request: "%REQ(X-REQUEST-ID)%",
        },
      },
      sinks: [{ type: "File", file: { path: "/dev/stdout" } }],
    },
  ],
};
