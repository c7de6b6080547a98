import { InvalidError } from "./mistake";
import type { SshKey } from "./ssh-key";

/**
 * Whom all servers of a site believe, and who can read what they keep. Only public keys and fingerprints: whoever reads
 * a model file may know them, and has to be able to say whether they are the house's own.
 */
export interface TrustRecord {
  /** Keys that sign administrators' SSH certificates (V-08). */
  readonly sshAuthorities: readonly SshKey[];
  /** Fingerprints of the certificates that sign those of servers (V-10); see {@link checkFingerprint}. */
  readonly authorities: readonly string[];
  /** Who can read every backup beside the repository, as age recipients (H-10). */
  readonly escrow: readonly string[];
}

/** Whom servers believe where no platform says so. */
export const NO_TRUST: TrustRecord = { sshAuthorities: [], authorities: [], escrow: [] };

/** @throws InvalidError for anything but a certificate's SHA-256 as OpenSSL prints it, 32 bytes with colons */
export function checkFingerprint(text: string): string {
  if (/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(text)) return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: "is not the SHA-256 fingerprint of a certificate",
    remedy: "copy what `openssl x509 -noout -fingerprint -sha256` prints behind the equals sign",
  });
}
