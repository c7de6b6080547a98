import { checkHostName } from "../../../model/host-name";
import { InvalidError, type Mistakes } from "../../../model/mistake";
import type { Site } from "../../../model/site";
import { checkObjectName } from "../../../model/site-kubernetes";
import { shownValue } from "../../../model/text";

/** Where a cluster's backups are kept. */
export interface BackupStoreProps {
  /** Name of the site it stands in, which is another one than the cluster's (B-16, H-08). */
  readonly site: string;
  /** Host name of its S3 interface, which is reached over HTTPS on port 443. */
  readonly host: string;
  readonly bucket: string;
  /** @default the name of its site */
  readonly region?: string;
  /** The Secret in the namespace `velero` that opens it, which is there already; never the credential itself. */
  readonly credential: SecretKey;
  /** The Secret in the namespace `velero` with the certificate of its authority. @default one that everybody trusts */
  readonly authority?: SecretKey;
}

/** One entry of a Secret that is made by somebody else. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** Checks where backups go; mistakes are noted under `backups`. @param others sites where they may be kept */
export function checkBackupStore(
  props: BackupStoreProps,
  site: Site,
  others: readonly Site[],
  check: Mistakes,
): void {
  check.attempt("backups.site", () => checkElsewhere(props.site, site, others));
  check.attempt("backups.host", () => checkHostName(props.host));
  check.attempt("backups.bucket", () => checkBucket(props.bucket));
  if (props.region !== undefined)
    check.attempt("backups.region", () => checkObjectName("a region", props.region));
  checkSecretKey("backups.credential", props.credential, check);
  if (props.authority !== undefined) checkSecretKey("backups.authority", props.authority, check);
}

function checkElsewhere(name: string, site: Site, others: readonly Site[]): void {
  if (name !== site.name && others.some((other) => other.name === name)) return;
  throw new InvalidError({
    value: shownValue(name),
    problem:
      name === site.name
        ? "is the site of the cluster itself: who loses one loses both (B-16, H-08)"
        : `is no other site of ${site.name}, so nobody can tell that it is somewhere else (B-16, H-08)`,
    remedy: `write one of ${others.map((other) => other.name).join(", ") || "the other sites, and declare them"}`,
  });
}

/** As S3 has it, without dots: a certificate covers no name with another dot in it. */
function checkBucket(bucket: unknown): void {
  if (typeof bucket === "string" && /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) return;
  throw new InvalidError({
    value: shownValue(bucket),
    problem: "is not the name of a bucket: 3 to 63 lower-case letters, digits and hyphens",
    remedy: "write for example straat-oost",
  });
}

function checkSecretKey(property: string, reference: SecretKey, check: Mistakes): void {
  check.attempt(`${property}.secret`, () => checkObjectName("a Secret", reference?.secret));
  check.attempt(`${property}.key`, () => {
    if (/^[\w.-]{1,253}$/.test(reference?.key ?? "")) return;
    throw new InvalidError({
      value: shownValue(reference?.key),
      problem: "is not the name of an entry of a Secret",
      remedy: "write the name as kubectl describe shows it, never what is in it",
    });
  });
}
