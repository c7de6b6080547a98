import type { MaintenanceWindow } from "../../../model/maintenance-window";
import type { BackupStoreProps } from "./backup-store";
import type { ClusterImagesProps } from "./cluster-images";
import type { Scraper } from "./scraper";

/** What serves all tenants of a site's cluster, beside the operators that are there already (see `docs/cluster.md`). */
export interface ClusterPlatformProps {
  /** What Straat itself runs there, each by its digest (H-20). */
  readonly images: ClusterImagesProps;
  /** Where the cluster's backups go: in another data centre (B-16, H-08). */
  readonly backups: BackupStoreProps;
  /**
   * The Secret in the namespace `straat-logs` with which the log agent shows the site's collectors who it is: `ca.crt`, `tls.crt`
   * and `tls.key`, as cert-manager writes it. Made by whoever runs the cluster.
   */
  readonly logCertificate: string;
  /** Addresses of the API server, as pods reach it after the cluster's own translation: those of the control plane's nodes. */
  readonly apiServers: readonly string[];
  /**
   * Networks of the registries whose images run here: the scanner has to read them, without a password.
   * @default none beside the site's package mirror
   */
  readonly registries?: readonly string[];
  /** Who fetches figures and knows which alarms are raised (B-20). */
  readonly scraper: Scraper;
  /** When nodes may be restarted. @default the sheet's: Monday to Friday, 00:00 to 04:00 in Amsterdam (H-19) */
  readonly window?: MaintenanceWindow;
}
