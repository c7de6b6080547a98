import { only, plains } from "./known";
import { LABELS, objectOf } from "./metadata";

/** Which store, and whether it is of another site, `cluster-is-backed-up` judges. That it is who it says it is, nothing may switch off. */
export const BACKUP_STORE = objectOf({
  ...plains("accessMode", "default", "validationFrequency", "backupSyncPeriod"),
  provider: only("another program writes there", "aws"),
  credential: plains("name", "key"),
  objectStorage: { ...plains("bucket", "prefix"), caCertRef: plains("name", "key") },
  config: plains("region", "s3Url", "s3ForcePathStyle"),
});

const LEFT_OUT = ["events", "events.events.k8s.io", "secrets"];

/** When, for how long and of which namespaces, `cluster-is-backed-up` judges. */
export const BACKUP_SCHEDULE = objectOf({
  ...plains("schedule", "useOwnerReferencesInBackup"),
  template: {
    metadata: { labels: LABELS },
    ...plains("storageLocation", "includedNamespaces", "excludedNamespaces", "ttl"),
    ...plains("snapshotVolumes", "snapshotMoveData", "defaultVolumesToFsBackup"),
    ...plains("csiSnapshotTimeout", "itemOperationTimeout"),
    excludedResources: only("it is in no backup", ...LEFT_OUT),
  },
});
