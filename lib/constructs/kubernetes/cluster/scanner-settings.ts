import type { Image } from "../../../model/image";
import { FIGURES } from "../../../model/promises/figures";
import { restrictedContainer, restrictedPod } from "./program";

/** Name of the operator, of its account and of what it reads its settings from: it looks for these. */
export const SCANNER = "trivy-operator";

/** What the pods of a scan are known by. */
export const SCAN = "trivy-scan";

/** Ports at which it serves figures and says how it is. */
export const SCANNER_PORTS = { figures: 8080, health: 9090 } as const;

type Settings = Readonly<Record<string, string>>;

/**
 * How scans run: in the operator's own namespace, as nobody, with no token. Nothing is left out of them: neither namespaces nor
 * images nor leaks without an update.
 */
export function scanSettings(labels: Readonly<Record<string, string>>): Settings {
  return {
    "compliance.failEntriesLimit": "10",
    "configAuditReports.scanner": "Trivy",
    "report.recordFailedChecksOnly": "true",
    "scanJob.automountServiceAccountToken": "false",
    "scanJob.compressLogs": "true",
    "scanJob.podTemplateContainerSecurityContext": JSON.stringify(inApi(restrictedContainer())),
    "scanJob.podTemplateLabels": Object.entries({ ...labels, "app.kubernetes.io/name": SCAN })
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
    "scanJob.podTemplatePodSecurityContext": JSON.stringify(inApi(restrictedPod())),
    "scanJob.useGCRServiceAccount": "false",
    "vulnerabilityReports.scanJobsInSameNamespace": "false",
    "vulnerabilityReports.scanner": "Trivy",
  };
}

/** What Trivy is told. @param database the OCI repository of its database of leaks, in the house's mirror */
export function trivySettings({ host, path, tag, digest }: Image, database: string): Settings {
  return {
    "trivy.additionalVulnerabilityReportFields": "",
    "trivy.command": "image",
    "trivy.dbRepository": database,
    "trivy.filesystemScanCacheDir": "/var/trivyoperator/trivy-db",
    "trivy.ignoreUnfixed": "false",
    "trivy.imagePullPolicy": "Always",
    "trivy.imageScanCacheDir": "/tmp/trivy/.cache",
    "trivy.includeDevDeps": "false",
    "trivy.mode": "Standalone",
    "trivy.repository": `${host}/${path}`,
    "trivy.resources.limits.cpu": "500m",
    "trivy.resources.limits.ephemeral-storage": "4Gi",
    "trivy.resources.limits.memory": "1Gi",
    "trivy.resources.requests.cpu": "100m",
    "trivy.resources.requests.ephemeral-storage": "1Gi",
    "trivy.resources.requests.memory": "256Mi",
    "trivy.sbomSources": "",
    "trivy.severity": "UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL",
    "trivy.skipJavaDBUpdate": "true",
    "trivy.slow": "true",
    "trivy.supportedConfigAuditKinds":
      "Workload,Service,Role,ClusterRole,NetworkPolicy,Ingress,LimitRange,ResourceQuota",
    // It joins the two with a colon: so the digest holds here too, and no tag decides.
    "trivy.tag": `${tag}@${digest}`,
    "trivy.timeout": "10m0s",
    // The checks it came with: others would have to be fetched from outside.
    "trivy.useBuiltinRegoPolicies": "false",
    "trivy.useEmbeddedRegoPolicies": "true",
  };
}

/**
 * What the operator does. Nodes are not looked into from inside: that takes their file systems, and they are servers, scanned
 * and measured as such. Registries are read without the Secrets of tenants, which it therefore need not see.
 */
export function operatorSettings(namespace: string): Settings {
  return {
    CONTROLLER_CACHE_SYNC_TIMEOUT: "5m",
    OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS: "false",
    OPERATOR_BATCH_DELETE_DELAY: "10s",
    OPERATOR_BATCH_DELETE_LIMIT: "10",
    OPERATOR_BUILT_IN_TRIVY_SERVER: "false",
    OPERATOR_CLUSTER_COMPLIANCE_ENABLED: "false",
    OPERATOR_CLUSTER_SBOM_CACHE_ENABLED: "false",
    OPERATOR_CONCURRENT_SCAN_JOBS_LIMIT: "5",
    OPERATOR_CONFIG_AUDIT_SCANNER_ENABLED: "true",
    OPERATOR_CONFIG_AUDIT_SCANNER_SCAN_ONLY_CURRENT_REVISIONS: "true",
    OPERATOR_EXCLUDE_NAMESPACES: "",
    OPERATOR_EXPOSED_SECRET_SCANNER_ENABLED: "true",
    OPERATOR_HEALTH_PROBE_BIND_ADDRESS: `:${SCANNER_PORTS.health}`,
    OPERATOR_INFRA_ASSESSMENT_SCANNER_ENABLED: "false",
    OPERATOR_LEADER_ELECTION_ENABLED: "true",
    OPERATOR_LEADER_ELECTION_ID: "trivyoperator-lock",
    OPERATOR_LOG_DEV_MODE: "false",
    OPERATOR_MERGE_RBAC_FINDING_WITH_CONFIG_AUDIT: "false",
    OPERATOR_METRICS_BIND_ADDRESS: `:${SCANNER_PORTS.figures}`,
    OPERATOR_METRICS_FINDINGS_ENABLED: "true",
    // By number of the leak: how old a critical one is can be told of no other figure (I-04).
    OPERATOR_METRICS_VULN_ID_ENABLED: "true",
    OPERATOR_NAMESPACE: namespace,
    OPERATOR_PRIVATE_REGISTRY_SCAN_SECRETS_NAMES: "{}",
    OPERATOR_RBAC_ASSESSMENT_SCANNER_ENABLED: "true",
    OPERATOR_SBOM_GENERATION_ENABLED: "true",
    OPERATOR_SCANNER_REPORT_TTL: `${FIGURES.vulnerabilityScanHours}h`,
    OPERATOR_SCAN_JOB_RETRY_AFTER: "30s",
    OPERATOR_SCAN_JOB_TIMEOUT: "15m",
    OPERATOR_SEND_DELETED_REPORTS: "false",
    OPERATOR_SERVICE_ACCOUNT: SCANNER,
    OPERATOR_TARGET_NAMESPACES: "",
    OPERATOR_TARGET_WORKLOADS: "pod,replicaset,replicationcontroller,statefulset,daemonset,cronjob,job",
    OPERATOR_VULNERABILITY_SCANNER_ENABLED: "true",
    OPERATOR_VULNERABILITY_SCANNER_SCAN_ONLY_CURRENT_REVISIONS: "true",
    OPERATOR_WEBHOOK_BROADCAST_TIMEOUT: "30s",
    OPERATOR_WEBHOOK_BROADCAST_URL: "",
  };
}

/** Terraform's provider writes numbers of users as text, and the API takes numbers. */
function inApi(context: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const numbers = ["runAsUser", "runAsGroup", "fsGroup"];
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, numbers.includes(key) ? Number(value) : value]),
  );
}
