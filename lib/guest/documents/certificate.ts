import { X509Certificate } from "node:crypto";
import { Day } from "../../model/day";
import { InvalidError, type ValueMistake } from "../../model/mistake";

/** A certificate of a server, once checked. */
export interface Certificate {
  /** The certificate as PEM, in the one form in which it is always written. */
  readonly pem: string;
  /** The server it is for. */
  readonly hostName: string;
  /** Last day on which it holds, in UTC. */
  readonly until: Day;
}

export interface CertificateContext {
  /** Certificates of the house's authority, PEM. */
  readonly authority: string;
  /** Servers that a certificate may be for. */
  readonly hostNames: readonly string[];
  readonly today: Day;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Extended key usages: a server shows its certificate to the log collector, and to who reads from it. */
const USES = [
  { id: "1.3.6.1.5.5.7.3.2", of: "client" },
  { id: "1.3.6.1.5.5.7.3.1", of: "server" },
] as const;

/**
 * Checks the certificate of a server: one, for a server that is known, which it names as clients look for it (a DNS name
 * beside the CN), for both sides of TLS, signed by the house's authority, of a strong key, and in force. What is wrong is
 * told without repeating what was written, because it may be a private key.
 *
 * @throws InvalidError
 */
export function checkCertificate(
  pem: string,
  { authority, hostNames, today }: CertificateContext,
): Certificate {
  const [certificate, ...more] = readCertificates(pem);
  if (certificate === undefined || more.length > 0) {
    throw new InvalidError({
      value: `(${more.length + 1} certificates)`,
      problem: "is several certificates where the one of a server belongs",
      remedy: "write each certificate apart",
    });
  }
  const hostName = hostNameOf(certificate);
  const refuse = (mistake: Omit<ValueMistake, "value">) => {
    throw new InvalidError({ value: `(the certificate of ${JSON.stringify(hostName)})`, ...mistake });
  };
  if (!hostNames.includes(hostName)) {
    refuse({
      problem: "is for a server that is not one of these",
      remedy: `request one for ${hostNames.join(", ")}`,
    });
  }
  checkUses(certificate, refuse);
  // Clients written in Go look at these names only, never at the CN.
  if (certificate.checkHost(hostName, { subject: "never", wildcards: false }) === undefined) {
    refuse({
      problem: "does not have the server's name among its DNS names",
      remedy: `have the request of the server signed with its subjectAltName kept: DNS:${hostName}`,
    });
  }
  checkKey(certificate, refuse);
  const isSigned = readAuthority(authority).some(
    (issuer) => certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey),
  );
  if (!isSigned) {
    refuse({
      problem: "is not signed by the house's authority",
      remedy: "have the server's request signed by it",
    });
  }
  const until = dayOf(certificate.validTo);
  checkForce(certificate, today, refuse);
  return { pem: certificate.toString(), hostName, until };
}

/**
 * Checks the certificates of the house's authority, and gives them in the one form in which they are always written.
 *
 * @throws InvalidError when there is something else than certificates of an authority with a strong key
 */
export function checkAuthority(pem: string): string {
  const written = readAuthority(pem).map((certificate) => certificate.toString());
  return [...new Set(written)].sort().join("");
}

/** SHA-256 of each certificate in a text, as OpenSSL prints it, in the order of the text. @throws InvalidError */
export function fingerprintsOf(pem: string): readonly string[] {
  return readCertificates(pem).map(({ fingerprint256 }) => fingerprint256);
}

function readAuthority(pem: string): readonly X509Certificate[] {
  const certificates = readCertificates(pem);
  for (const certificate of certificates) {
    const refuse = (mistake: Omit<ValueMistake, "value">) => {
      throw new InvalidError({ value: "(the authority)", ...mistake });
    };
    if (!certificate.ca) {
      refuse({
        problem: "is the certificate of a server where the authority's belongs",
        remedy: "write the certificate with which the house signs",
      });
    }
    checkKey(certificate, refuse);
  }
  return certificates;
}

/** Every certificate in a text that has nothing else in it. @throws InvalidError */
export function readCertificates(text: string): readonly X509Certificate[] {
  if (/PRIVATE KEY/i.test(text)) {
    throw new InvalidError({
      value: "(not shown)",
      problem: "has a private key in it; whoever can read it here can be the server (H-16)",
      remedy: "take it out of version control's history, replace the key, and write the certificate only",
    });
  }
  const blocks = text.match(BLOCK) ?? [];
  try {
    if (blocks.length > 0 && text.replace(BLOCK, "").trim() === "") {
      return blocks.map((block) => new X509Certificate(block));
    }
  } catch {
    // Told below, as what is not PEM at all.
  }
  throw new InvalidError({
    value: "(not shown)",
    problem: "is not a certificate in PEM",
    remedy: "write the lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----",
  });
}

function hostNameOf({ subject }: X509Certificate): string {
  const names = (subject ?? "").split("\n").filter((line) => line.startsWith("CN="));
  return names.length === 1 ? (names[0] as string).slice("CN=".length) : "";
}

type Refuse = (mistake: Omit<ValueMistake, "value">) => void;

function checkUses({ ca, keyUsage }: X509Certificate, refuse: Refuse): void {
  const uses: readonly string[] | undefined = keyUsage;
  const lacking = USES.find(({ id }) => uses !== undefined && !uses.includes(id));
  if (!ca && lacking === undefined) return;
  refuse({
    problem: ca ? "is an authority's" : `is not for a ${lacking?.of} of TLS`,
    remedy: "have the request of the server signed, with clientAuth and serverAuth among its uses",
  });
}

function checkKey({ publicKey }: X509Certificate, refuse: Refuse): void {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { modulusLength = 0, namedCurve = "" } = {} } =
    publicKey;
  if (type === "rsa" && modulusLength >= 3072) return;
  if (type === "ec" && ["prime256v1", "secp384r1"].includes(namedCurve)) return;
  refuse({
    problem: `has a key that is not strong enough: ${type} ${namedCurve || modulusLength}`,
    remedy: "use ECDSA P-256 or P-384, or RSA of 3072 bits or more",
  });
}

function checkForce({ validFrom, validTo }: X509Certificate, today: Day, refuse: Refuse): void {
  const [from, until] = [dayOf(validFrom), dayOf(validTo)];
  if (today.isAfter(until)) {
    refuse({ problem: `has ended on ${until}`, remedy: "have the server's request signed again" });
  }
  if (from.isAfter(today)) {
    refuse({ problem: `does not hold before ${from}`, remedy: "write it when it does" });
  }
}

function dayOf(time: string): Day {
  return Day.parse(new Date(time).toISOString().slice(0, 10));
}
