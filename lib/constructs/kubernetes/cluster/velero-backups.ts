import { Manifest } from "@cdktf/provider-kubernetes/lib/manifest";
import { Construct } from "constructs";
import { type BackupPlan, backupPlan } from "../../../guest/backup/backup-plan";
import type { MaintenanceWindow } from "../../../model/maintenance-window";
import { FIGURES } from "../../../model/promises/figures";
import type { Site } from "../../../model/site";
import { DNS_NAMESPACE, GATEWAY_NAMESPACE } from "../../../network/workload-facts";
import type { BackupStoreProps } from "./backup-store";

/** Where Velero stands, and reads what it is to do. */
export const VELERO_NAMESPACE = "velero";

/** Label of the pods with which Velero carries a volume's data away; a node with one on it is not restarted. */
export const MOVES_DATA = "velero.io/exposer-pod-group=snapshot-exposer";

/** The longest the data of volumes is on its way; then the backup fails, and says so. In minutes. */
const MOVE_MINUTES = 60;
/** Room for the objects and the snapshots before that. In minutes. */
const SNAPSHOT_MINUTES = 20;

/** In UTC: twice a day, since one run a day loses more than the day that is promised (C2); the second ends before the window. */
const TIMES = ["08:30", "20:30"];
/** Sunday, between two daily ones: Velero makes one backup at a time. */
const WEEKLY = "30 12 * * 0";

/** What is installed, not declared: it comes back by being installed. Straat's own comes back by being applied. */
const REBUILT = [
  "calico-apiserver",
  "calico-system",
  "cert-manager",
  "external-secrets",
  GATEWAY_NAMESPACE,
  "kube-node-lease",
  "kube-public",
  DNS_NAMESPACE,
  "tigera-operator",
  VELERO_NAMESPACE,
];

/**
 * Secrets come back from where they came from; in a backup they would lie readable in another data centre. Events are of the
 * moment.
 */
const LEFT_OUT = ["events", "events.events.k8s.io", "secrets"];

export interface VeleroBackupsProps {
  readonly site: Site;
  readonly store: BackupStoreProps;
  readonly plan: BackupPlan;
  readonly labels: Readonly<Record<string, string>>;
  /** Namespaces that are Straat's own. */
  readonly own: readonly string[];
}

/**
 * When the cluster is backed up.
 *
 * @throws InvalidError when a run could reach into the window, in summer or in winter
 */
export function clusterBackupPlan(window: MaintenanceWindow): BackupPlan {
  return backupPlan({
    times: TIMES,
    maximumMinutes: MOVE_MINUTES + SNAPSHOT_MINUTES,
    spreadMinutes: 1,
    window,
  });
}

/**
 * What Velero is to do: every tenant's objects and the data of its volumes, twice a day and once a week, to another data centre
 * (B-15, B-16, H-07, H-08, H-09). A volume's data is moved there: a snapshot alone stays on the array it was made on.
 */
export class VeleroBackups extends Construct {
  constructor(scope: Construct, id: string, { site, store, plan, labels, own }: VeleroBackupsProps) {
    super(scope, id);
    const metadata = (name: string) => ({ name, namespace: VELERO_NAMESPACE, labels });
    new Manifest(this, "store", {
      manifest: {
        apiVersion: "velero.io/v1",
        kind: "BackupStorageLocation",
        metadata: metadata(store.site),
        spec: {
          provider: "aws",
          default: true,
          accessMode: "ReadWrite",
          validationFrequency: "10m0s",
          backupSyncPeriod: "1h0m0s",
          credential: { name: store.credential.secret, key: store.credential.key },
          objectStorage: {
            bucket: store.bucket,
            prefix: site.name,
            ...(store.authority === undefined
              ? {}
              : { caCertRef: { name: store.authority.secret, key: store.authority.key } }),
          },
          config: {
            region: store.region ?? store.site,
            s3Url: `https://${store.host}`,
            s3ForcePathStyle: "true",
          },
        },
      },
    });
    const schedule = (name: string, cron: string, hours: number) =>
      new Manifest(this, name, {
        manifest: {
          apiVersion: "velero.io/v1",
          kind: "Schedule",
          metadata: metadata(name),
          spec: {
            schedule: cron,
            // Without a schedule its backups stay until their time has come.
            useOwnerReferencesInBackup: false,
            template: {
              metadata: { labels },
              storageLocation: store.site,
              includedNamespaces: ["*"],
              excludedNamespaces: [...REBUILT, ...own].sort(),
              excludedResources: LEFT_OUT,
              snapshotVolumes: true,
              snapshotMoveData: true,
              defaultVolumesToFsBackup: false,
              csiSnapshotTimeout: "10m0s",
              itemOperationTimeout: `${MOVE_MINUTES / 60}h0m0s`,
              ttl: `${hours}h0m0s`,
            },
          },
        },
      });
    schedule("daily", cronOf(plan.times), FIGURES.backupNights * 24);
    schedule("weekly", WEEKLY, FIGURES.backupWeeks * 7 * 24);
  }
}

/** Times of one minute past the hour are one expression. */
function cronOf(times: readonly string[]): string {
  const parts = times.map((time) => time.split(":").map(Number) as [number, number]);
  const minutes = [...new Set(parts.map(([, minute]) => minute))];
  return `${minutes.join(",")} ${parts.map(([hour]) => hour).join(",")} * * *`;
}
