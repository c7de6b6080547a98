import { checkAgeRecipient } from "./age-recipient";
import { InvalidError, type Mistakes } from "./mistake";

/** What servers have to know of a site's services, beside their addresses. */
export interface SiteServicesProps {
  /**
   * The house's mirror of Debian: an https address under which `debian` and `debian-security` are.
   * @default the sources the template has
   */
  readonly packageMirror?: string;
  /**
   * The public key, ASCII armoured, that signs the house's own packages: those under `house` in the mirror, suite
   * `bookworm`, such as Trivy, which Debian does not have. @default none: all packages are Debian's
   */
  readonly packageKey?: string;
  /**
   * The OCI repository in the mirror from which Trivy fetches its database of leaks, for example
   * `packages.example.nl/trivy-db:2` (H-20). @default none: servers are not scanned, which every synth tells
   */
  readonly vulnerabilityDatabase?: string;
  /**
   * The name in the certificates of the log collectors (B-01). @default none: servers keep their logs to themselves,
   * which every synth tells
   */
  readonly logCollector?: string;
  /**
   * The key to which servers of other sites encrypt the password of their backups: what this site's repository tells as
   * `guestinfo.straat.report.backup-recipient` after its first boot. @default none, until it has booted
   */
  readonly backupRecipient?: string;
}

/** The same, checked. */
export interface SiteServices {
  readonly packageMirror: string | undefined;
  readonly packageKey: string | undefined;
  readonly vulnerabilityDatabase: string | undefined;
  readonly logCollector: string | undefined;
  readonly backupRecipient: string | undefined;
}

/** Checks what is written of a site's services; mistakes are noted under the property. */
export function checkSiteServices(props: SiteServicesProps, check: Mistakes): SiteServices {
  const optional = (property: keyof SiteServicesProps, checkText: (text: string) => string) => {
    const text = props[property];
    return text === undefined ? undefined : check.attempt(property, () => checkText(text));
  };
  check.attempt("vulnerabilityDatabase", () => checkScannerComes(props));
  return {
    packageMirror: optional("packageMirror", checkPackageMirror),
    packageKey: optional("packageKey", checkPackageKey),
    vulnerabilityDatabase: optional("vulnerabilityDatabase", checkVulnerabilityDatabase),
    logCollector: optional("logCollector", checkCollectorName),
    backupRecipient: optional("backupRecipient", checkAgeRecipient),
  };
}

/** Without a user, a query or percent signs: apt would show a password in what it prints. @throws InvalidError */
export function checkPackageMirror(mirror: string): string {
  if (/^https:\/\/[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,5})?(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(mirror))
    return mirror;
  throw new InvalidError({
    value: JSON.stringify(mirror),
    problem: "is not a plain https address of a mirror (no user, query, or slash at the end)",
    remedy: "write for example https://packages.example.nl",
  });
}

/** @throws InvalidError for anything but one armoured public key; a private one is not repeated */
export function checkPackageKey(text: string): string {
  const armour =
    /^-----BEGIN PGP PUBLIC KEY BLOCK-----\n(?:[A-Za-z0-9+/=]*\n)+-----END PGP PUBLIC KEY BLOCK-----\n?$/;
  if (armour.test(text)) return text.trimEnd();
  throw new InvalidError({
    value: "(not repeated here: it may be a secret)",
    problem: "is not the public key that signs packages, ASCII armoured",
    remedy: "write what `gpg --armor --export` prints",
  });
}

/** One package that is nowhere keeps a server from getting any. */
function checkScannerComes({ packageMirror, packageKey, vulnerabilityDatabase }: SiteServicesProps): void {
  if (vulnerabilityDatabase === undefined || packageMirror === undefined || packageKey !== undefined) return;
  throw new InvalidError({
    value: JSON.stringify(vulnerabilityDatabase),
    problem:
      "servers are scanned with Trivy, which is no package of Debian's, and take packages from the mirror only (H-20)",
    remedy:
      "put Trivy among the house's own packages in the mirror, and write the key that signs them in packageKey",
  });
}

/** @throws InvalidError for anything but an OCI repository with a tag */
export function checkVulnerabilityDatabase(text: string): string {
  const repository =
    /^[a-z0-9]+([.-][a-z0-9]+)*(:[0-9]{1,5})?(\/[a-z0-9]+([._-][a-z0-9]+)*)+:[A-Za-z0-9._-]{1,40}$/;
  if (repository.test(text)) return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: "is not an OCI repository with a tag, from which Trivy fetches its database",
    remedy: "write for example packages.example.nl/trivy-db:2",
  });
}

/** @throws InvalidError for anything but a fully qualified name in lower case */
export function checkCollectorName(name: string): string {
  if (/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(name)) return name;
  throw new InvalidError({
    value: JSON.stringify(name),
    problem: "is not the fully qualified name in a collector's certificate",
    remedy: "write for example logs.example.nl",
  });
}
