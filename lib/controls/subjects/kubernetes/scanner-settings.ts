import { FIGURES } from "../../../model/promises/figures";

/** Settings by name, each with what it has to be like. */
type Wanted = Readonly<Record<string, RegExp>>;

/** What the settings of one ConfigMap have to say, and what else may stand there. */
export interface KnownSettings {
  readonly wanted: Wanted;
  readonly others: RegExp;
}

const YES = /^true$/;
const NO = /^false$/;
const NOTHING = /^$/;
const KINDS = ["pod", "replicaset", "replicationcontroller", "statefulset", "daemonset", "cronjob", "job"];
const SEVERITIES = ["UNKNOWN", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
const OF_RESTRICTED = [
  ...['"runAsNonRoot":true', '"allowPrivilegeEscalation":false', '"readOnlyRootFilesystem":true'],
  ...['"privileged":false', '"capabilities":\\{"drop":\\["ALL"\\]\\}'],
];

const eachOf = (words: readonly string[]) => new RegExp(words.map((word) => `(?=.*${word})`).join(""));
const allOf = (words: readonly string[]) => eachOf(words.map((word) => `(?:^|,)${word}(?:,|$)`));

/**
 * Settings of Trivy's operator, by the names under which it looks for them. Nothing is left out of what it scans, nothing it finds
 * is kept back or sent elsewhere, and its scans are nobody in particular.
 */
export const SCANNER_SETTINGS: Readonly<Record<string, KnownSettings>> = {
  "trivy-operator-config": {
    wanted: {
      OPERATOR_VULNERABILITY_SCANNER_ENABLED: YES,
      OPERATOR_VULNERABILITY_SCANNER_SCAN_ONLY_CURRENT_REVISIONS: YES,
      OPERATOR_METRICS_FINDINGS_ENABLED: YES,
      OPERATOR_METRICS_VULN_ID_ENABLED: YES,
      OPERATOR_TARGET_NAMESPACES: NOTHING,
      OPERATOR_EXCLUDE_NAMESPACES: NOTHING,
      OPERATOR_TARGET_WORKLOADS: allOf(KINDS),
      OPERATOR_SCANNER_REPORT_TTL: new RegExp(`^${FIGURES.vulnerabilityScanHours}h$`),
      OPERATOR_WEBHOOK_BROADCAST_URL: NOTHING,
      OPERATOR_ACCESS_GLOBAL_SECRETS_SERVICE_ACCOUNTS: NO,
      OPERATOR_PRIVATE_REGISTRY_SCAN_SECRETS_NAMES: /^\{\}$/,
      OPERATOR_BUILT_IN_TRIVY_SERVER: NO,
    },
    others:
      /^(CONTROLLER_CACHE_SYNC_TIMEOUT|OPERATOR_(BATCH_DELETE_(DELAY|LIMIT)|CLUSTER_(COMPLIANCE|SBOM_CACHE)_ENABLED|CONCURRENT_SCAN_JOBS_LIMIT|CONFIG_AUDIT_SCANNER_\w+|EXPOSED_SECRET_SCANNER_ENABLED|(HEALTH_PROBE|METRICS)_BIND_ADDRESS|INFRA_ASSESSMENT_SCANNER_ENABLED|LEADER_ELECTION_(ENABLED|ID)|LOG_DEV_MODE|MERGE_RBAC_FINDING_WITH_CONFIG_AUDIT|NAMESPACE|RBAC_ASSESSMENT_SCANNER_ENABLED|SBOM_GENERATION_ENABLED|SCAN_JOB_(RETRY_AFTER|TIMEOUT)|SEND_DELETED_REPORTS|SERVICE_ACCOUNT|WEBHOOK_BROADCAST_TIMEOUT))$/,
  },
  "trivy-operator-trivy-config": {
    wanted: {
      "trivy.command": /^image$/,
      "trivy.mode": /^Standalone$/,
      "trivy.ignoreUnfixed": NO,
      "trivy.severity": allOf(SEVERITIES),
      "trivy.dbRepository": /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?\/\S+$/,
      "trivy.repository": /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?\/\S+$/,
      "trivy.tag": /^[\w.-]+@sha256:[0-9a-f]{64}$/,
    },
    others:
      /^trivy\.(additionalVulnerabilityReportFields|(filesystem|image)ScanCacheDir|imagePullPolicy|includeDevDeps|resources\.\S+|sbomSources|skipJavaDBUpdate|slow|supportedConfigAuditKinds|timeout|use(Builtin|Embedded)RegoPolicies)$/,
  },
  "trivy-operator": {
    wanted: {
      "vulnerabilityReports.scanner": /^Trivy$/,
      "vulnerabilityReports.scanJobsInSameNamespace": NO,
      "scanJob.automountServiceAccountToken": NO,
      "scanJob.podTemplateContainerSecurityContext": eachOf(OF_RESTRICTED),
      "scanJob.podTemplatePodSecurityContext": eachOf(['"runAsNonRoot":true']),
    },
    others:
      /^(compliance\.failEntriesLimit|configAuditReports\.scanner|report\.recordFailedChecksOnly|scanJob\.(compressLogs|podTemplateLabels|useGCRServiceAccount))$/,
  },
  "trivy-operator-policies-config": { wanted: {}, others: /(?!)/ },
};

/** Secrets that it looks for, and does not start without. */
export const SCANNER_SECRETS: readonly string[] = ["trivy-operator", "trivy-operator-trivy-config"];
