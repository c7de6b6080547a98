/** Releases of Trivy that an attacker made (CVE-2026-33634). */
export const REFUSED_SCANNERS: readonly string[] = ["0.69.4", "0.69.5", "0.69.6"];
