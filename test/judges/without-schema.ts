/** Kinds that no package carries a schema of, and why that is so. What is not listed has to have one. */
export const WITHOUT_SCHEMA: readonly { readonly kind: string; readonly reason: string }[] = [
  {
    kind: "projectcalico.org/v3 IPPool",
    reason: "Calico serves it from an API server of its own; no npm package carries it",
  },
  {
    kind: "velero.io/v1 BackupStorageLocation",
    reason: "Velero publishes its definitions with its installation only; no npm package carries them",
  },
  { kind: "velero.io/v1 Schedule", reason: "as BackupStorageLocation" },
];
