import { REFUSED_TRIVY } from "../../../guest/patching/vulnerability-scan";
import { Image } from "../../../model/image";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import { shownValue } from "../../../model/text";

/** What Straat runs in a cluster for all its tenants, each as `registry/path:tag@sha256:…` (H-20). */
export interface ClusterImagesProps {
  /** Debian with rsyslog and its modules for RELP and Kubernetes: what servers send their logs with too. */
  readonly logAgent: string;
  /** kured, 1.20 or later. */
  readonly reboots: string;
  /** trivy-operator. */
  readonly scannerOperator: string;
  /** The Trivy that it runs. */
  readonly scanner: string;
  /** kube-state-metrics, 2.13 or later. */
  readonly stateMetrics: string;
}

export type ClusterImages = Readonly<Record<keyof ClusterImagesProps, Image>>;

const NAMES: readonly (keyof ClusterImagesProps)[] = [
  "logAgent",
  "reboots",
  "scannerOperator",
  "scanner",
  "stateMetrics",
];

/** Checks each; mistakes are noted under `images`. Undefined where one is wrong. */
export function checkClusterImages(props: ClusterImagesProps, check: Mistakes): ClusterImages | undefined {
  const images = NAMES.map((name) => [
    name,
    check.attempt(`images.${name}`, () => Image.parse(props?.[name])),
  ]);
  check.attempt("images.scanner", () => checkTrivy(props?.scanner));
  return images.every(([, image]) => image !== undefined) ? Object.fromEntries(images) : undefined;
}

/** Some releases were an attacker's; a scanner reads everything there is. */
function checkTrivy(text: unknown): void {
  const tag = /:v?([^:@/]*)@/.exec(String(text))?.[1] ?? "";
  if (!REFUSED_TRIVY.some((version) => tag === version || tag.startsWith(`${version}-`))) return;
  throw new InvalidError({
    value: shownValue(text),
    problem: "is a release that an attacker made (CVE-2026-33634)",
    remedy: "write a later release, by the digest its makers tell",
  });
}
