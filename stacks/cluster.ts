import type { ClusterPlatformProps, Site } from "../lib";

/**
 * What serves all tenants of a site's cluster. These images are examples: nothing is behind their digests.
 *
 * @param other where its backups are kept
 */
export function clusterOf(site: Site, other: Site): ClusterPlatformProps {
  return {
    images: {
      logAgent:
        "registry.example.nl/house/log-agent:12.1@sha256:74cb398d660f016dea3cec0be0b517c9dfd6f906da019d066fa82b0c24d5183d",
      reboots:
        "registry.example.nl/mirror/kured:1.22.1@sha256:9055b7d24994e650dcac90c2401a7d2a56afc43e1df21f4fb924b1cbd1cfa715",
      scannerOperator:
        "registry.example.nl/mirror/trivy-operator:0.34.0@sha256:f427e6b9b9def8fc31a59e3766230ef395748998557ee56bda96dc3702f44926",
      scanner:
        "registry.example.nl/mirror/trivy:0.73.0@sha256:45aaa6fdc213e5b46addfa7e73c2910c84b78a100f9fcf55bc59687bc8b711b7",
      stateMetrics:
        "registry.example.nl/mirror/kube-state-metrics:2.17.0@sha256:fd995143fcd1abd544d9a14ef44ad9fc5f01e9833cb171fc9aa8b8734f9860be",
    },
    backups: {
      site: other.name,
      host: `objects-${other.name}.example.nl`,
      bucket: `straat-${site.name}`,
      credential: { secret: "backup-store", key: "cloud" },
    },
    logCertificate: "log-agent",
    apiServers: API_SERVERS[site.name] ?? [],
    scraper: {
      namespace: "monitoring",
      labels: { "app.kubernetes.io/name": "prometheus" },
      alarms: { service: "prometheus", port: 9090 },
    },
  };
}

/** The nodes of each cluster's control plane. */
const API_SERVERS: Readonly<Record<string, readonly string[]>> = {
  amsterdam: ["172.31.1.11", "172.31.1.12", "172.31.1.13"],
  alkmaar: ["172.31.2.11", "172.31.2.12", "172.31.2.13"],
};
