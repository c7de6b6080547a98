import { type KnownFields, named, plain, plains } from "./known";

/** Notes of this house's own, which nothing in a cluster reads. */
export const NOTES = named(/^straat[./]/);

/** Of any object. By a label more, a policy, a backup or a controller of the cluster takes it for something else. */
export const LABELS: KnownFields = {
  ...plains(
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "app.kubernetes.io/part-of",
    "app.kubernetes.io/managed-by",
  ),
  ...plains("straat/client", "straat/stage", "straat/class", "straat/owner", "straat/site"),
};

export const METADATA: KnownFields = {
  name: plain,
  namespace: plain,
  labels: LABELS,
  annotations: NOTES,
};

/** By annotations a network, a backup or an injector does things with pods that stand nowhere else. */
export const POD_METADATA: KnownFields = { labels: LABELS, annotations: NOTES };

const MODES = ["enforce", "audit", "warn"].map((mode) => `pod-security.kubernetes.io/${mode}`);

export const NAMESPACE_METADATA: KnownFields = {
  ...METADATA,
  labels: { ...LABELS, ...plains(...MODES, ...MODES.map((mode) => `${mode}-version`)) },
  annotations: named(/^(straat[./].*|cni\.projectcalico\.org\/ipv4pools)$/),
};

/** Whom it finds is judged where it matters. */
export const SELECTOR: KnownFields = { matchLabels: named() };

/** @param others fields beside the metadata */
export function objectWith(others: KnownFields): KnownFields {
  return { ...plains("apiVersion", "kind"), metadata: METADATA, ...others };
}

/** @param spec fields of its specification */
export function objectOf(spec: KnownFields): KnownFields {
  return objectWith({ spec });
}
