import type { Day } from "./day";
import { InvalidError } from "./mistake";
import { shownValue } from "./text";
import { Waiver, type WaiverProps } from "./waiver";

/** The key of a certificate, as cert-manager is told to make it. */
export interface CertificateKey {
  readonly name: CertificateKeyName;
  readonly algorithm: "ECDSA" | "RSA";
  /** In bits. */
  readonly size: number;
}

export type CertificateKeyName = "ecdsa-p256" | "ecdsa-p384" | "rsa-3072" | "rsa-4096" | "rsa-2048";

/** From the one to choose down to the one that needs leave. */
const KEYS: readonly CertificateKey[] = [
  { name: "ecdsa-p256", algorithm: "ECDSA", size: 256 },
  { name: "ecdsa-p384", algorithm: "ECDSA", size: 384 },
  { name: "rsa-3072", algorithm: "RSA", size: 3072 },
  { name: "rsa-4096", algorithm: "RSA", size: 4096 },
  { name: "rsa-2048", algorithm: "RSA", size: 2048 },
];

/** The sheet's own floor (V-10), which NCSC-NL wants phased out since 2025-05. */
const PHASED_OUT: CertificateKeyName = "rsa-2048";

/** What is made where nothing is said: stronger than RSA of 3072 bits, and quicker. */
const DEFAULT_KEY: CertificateKeyName = "ecdsa-p256";

/**
 * The key of a certificate for visitors (V-10).
 *
 * @throws InvalidError for an unknown one, and for RSA of 2048 bits without a waiver that holds
 */
export function checkCertificateKey(
  name: unknown,
  waiver: WaiverProps | undefined,
  today: Day,
): CertificateKey {
  const key = KEYS.find((candidate) => candidate.name === (name ?? DEFAULT_KEY));
  if (key === undefined) {
    throw new InvalidError({
      value: shownValue(name),
      problem: "is no key for a certificate (V-10)",
      remedy: `write one of ${KEYS.map((known) => known.name).join(", ")}, or leave it out for ${DEFAULT_KEY}`,
    });
  }
  const given = waiver && Waiver.of(waiver);
  if (key.name === PHASED_OUT) checkWaived(key, given, today);
  else if (given !== undefined) throw needless(key, given);
  return key;
}

function checkWaived({ name }: CertificateKey, waiver: Waiver | undefined, today: Day): void {
  if (waiver?.holdsOn(today)) return;
  throw new InvalidError({
    value: JSON.stringify(name),
    problem: waiver
      ? `is to be phased out (V-10, NCSC-NL 2025-05), and the waiver for it ended on ${waiver.until}`
      : "is to be phased out (V-10, NCSC-NL 2025-05), and nobody gave leave for it",
    remedy: `leave it out for ${DEFAULT_KEY}, or add keyWaiver: { owner, reason, until }`,
  });
}

function needless({ name }: CertificateKey, { owner }: Waiver): InvalidError {
  return new InvalidError({
    value: JSON.stringify(name),
    problem: `needs no leave, and ${owner} gives it`,
    remedy: "take keyWaiver out",
  });
}
