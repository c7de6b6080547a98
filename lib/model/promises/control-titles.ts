import type { Framework } from "./promise";

/** Titles of Annex A, as ISO/IEC 27002:2022 names its clauses. */
const ISO_27001 = {
  "A.5.2": "Information security roles and responsibilities",
  "A.5.3": "Segregation of duties",
  "A.5.7": "Threat intelligence",
  "A.5.12": "Classification of information",
  "A.5.13": "Labelling of information",
  "A.5.14": "Information transfer",
  "A.5.15": "Access control",
  "A.5.16": "Identity management",
  "A.5.17": "Authentication information",
  "A.5.18": "Access rights",
  "A.5.19": "Information security in supplier relationships",
  "A.5.20": "Addressing information security within supplier agreements",
  "A.5.21": "Managing information security in the ICT supply chain",
  "A.5.22": "Monitoring, review and change management of supplier services",
  "A.5.23": "Information security for use of cloud services",
  "A.5.24": "Information security incident management planning and preparation",
  "A.5.25": "Assessment and decision on information security events",
  "A.5.26": "Response to information security incidents",
  "A.5.28": "Collection of evidence",
  "A.5.29": "Information security during disruption",
  "A.5.30": "ICT readiness for business continuity",
  "A.5.33": "Protection of records",
  "A.5.34": "Privacy and protection of personal identifiable information (PII)",
  "A.5.35": "Independent review of information security",
  "A.5.36": "Compliance with policies, rules and standards for information security",
  "A.5.37": "Documented operating procedures",
  "A.6.7": "Remote working",
  "A.6.8": "Information security event reporting",
  "A.7.1": "Physical security perimeters",
  "A.7.2": "Physical entry",
  "A.7.4": "Physical security monitoring",
  "A.7.5": "Protecting against physical and environmental threats",
  "A.7.8": "Equipment siting and protection",
  "A.7.11": "Supporting utilities",
  "A.7.12": "Cabling security",
  "A.7.13": "Equipment maintenance",
  "A.8.2": "Privileged access rights",
  "A.8.3": "Information access restriction",
  "A.8.4": "Access to source code",
  "A.8.5": "Secure authentication",
  "A.8.6": "Capacity management",
  "A.8.8": "Management of technical vulnerabilities",
  "A.8.9": "Configuration management",
  "A.8.12": "Data leakage prevention",
  "A.8.13": "Information backup",
  "A.8.14": "Redundancy of information processing facilities",
  "A.8.15": "Logging",
  "A.8.16": "Monitoring activities",
  "A.8.17": "Clock synchronization",
  "A.8.18": "Use of privileged utility programs",
  "A.8.19": "Installation of software on operational systems",
  "A.8.20": "Networks security",
  "A.8.21": "Security of network services",
  "A.8.22": "Segregation of networks",
  "A.8.23": "Web filtering",
  "A.8.24": "Use of cryptography",
  "A.8.25": "Secure development life cycle",
  "A.8.26": "Application security requirements",
  "A.8.28": "Secure coding",
  "A.8.29": "Security testing in development and acceptance",
  "A.8.31": "Separation of development, test and production environments",
  "A.8.32": "Change management",
  "A.8.33": "Test information",
  "A.8.34": "Protection of information systems during audit testing",
} as const;

/** What measures of BIO2 ask, in our words; those that are left out add nothing to the clause they hang under. */
const BIO2 = {
  "5.14.01": "Conforms to the tests of internet.nl",
  "5.14.02": "Certificate with a validated organisation for sensitive data",
  "5.17.01": "Several factors on accounts of administrators",
  "5.28.01": "Data of incidents is kept three years",
  "8.02.01": "Privileged rights are reviewed every quarter",
  "8.08.01": "A leak with high chance and high damage is patched within a week",
  "8.08.05": "An automated penetration test of each release",
  "8.13.01": "Backups are safe from ransomware, and whole",
  "8.13.02": "How much may be lost, and how long restoring may take",
  "8.13.03": "Backups are at another location",
  "8.13.04": "Restoring is tried every year",
  "8.15.01": "A log line has action, object, result, origin, actor and time",
  "8.18.02": "Logs of system utilities are kept half a year",
  "8.20.02": "Management interfaces are apart",
  "8.21.04": "Encryption, preferably with a positive advice of the AIVD",
  "8.24.04": "Cryptography follows the advice of the NCSC",
} as const;

/** Named by section: `5.1.x` holds for all that have no title of their own. */
const CIS_DEBIAN = {
  "1.2.2.1": "Updates are installed",
  "2.3.x": "Time synchronisation",
  "3.3.x": "Kernel settings of the network",
  "4.1.1": "One firewall tool",
  "4.3.x": "nftables",
  "5.1.x": "sshd",
  "5.1.4": "Who may log in by sshd",
  "5.2.x": "sudo",
  "5.4.2.x": "Accounts of root and of the system",
  "6.1.1.x": "journald",
  "6.1.3.6": "Logs go to another host",
  "6.2.x": "auditd",
  "6.3.x": "AIDE",
} as const;

const CIS_KUBERNETES = {
  "1.2.x": "API server",
  "1.2.24": "TLS of the API server",
  "1.2.27": "Encryption at rest is configured",
  "1.2.28": "Encryption at rest has a fit provider",
  "3.1.x": "Authentication of users",
  "3.2.x": "Audit policy",
  "4.2.x": "Kubelet",
  "4.2.9": "TLS of the kubelet",
  "5.1.x": "RBAC and service accounts",
  "5.2.x": "Pod security",
  "5.3.x": "Network policies",
  "5.5.1": "Provenance of images",
  "5.6.x": "General policies",
  "5.6.1": "Boundaries by namespace",
  "5.6.4": "Nothing in the default namespace",
} as const;

const OWASP_KUBERNETES = {
  K01: "Insecure Workload Configurations",
  K02: "Overly Permissive Authorization Configurations",
  K03: "Secrets Management Failures",
  K04: "Lack Of Cluster Level Policy Enforcement",
  K05: "Missing Network Segmentation Controls",
  K06: "Overly Exposed Kubernetes Components",
  K07: "Misconfigured And Vulnerable Cluster Components",
  K08: "Cluster To Cloud Lateral Movement",
  K09: "Broken Authentication Mechanisms",
  K10: "Inadequate Logging And Monitoring",
} as const;

/** The tenets of section 2.1, shortened. */
const NIST_800_207 = {
  T1: "All data sources and computing services are resources",
  T2: "All communication is secured, wherever it comes from",
  T3: "Access is granted per session",
  T4: "Access is decided by dynamic policy",
  T5: "Integrity and security posture of all assets are measured",
  T6: "Authentication and authorisation are strictly enforced before access",
  T7: "What is learnt of assets, network and communication improves security",
} as const;

const TITLES: Readonly<Record<Framework, Readonly<Record<string, string>>>> = {
  "ISO 27001:2022": ISO_27001,
  BIO2,
  // Numbers only: the titles of this edition were not at hand.
  "NEN 7510-2:2017": { "12.3.1": "Backup of information, encrypted in care" },
  "CIS Debian 12": CIS_DEBIAN,
  "CIS Kubernetes 1.12": CIS_KUBERNETES,
  "OWASP Kubernetes 2025": OWASP_KUBERNETES,
  "NIST SP 800-207": NIST_800_207,
};

/** What a measure is about, by its own number or else by the section it is in; undefined where neither is known. */
export function titleOf(framework: Framework, id: string): string | undefined {
  const titles = TITLES[framework];
  const parts = id.split(".").slice(0, -1);
  const sections = parts.map((_, index) => `${parts.slice(0, parts.length - index).join(".")}.x`);
  return [id, ...sections].map((number) => titles[number]).find((title) => title !== undefined);
}
