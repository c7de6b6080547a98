import { InvalidError } from "../../model/mistake";
import { type GuestPart, PROGRAMS } from "../guest-part";
import { documentHandler, program } from "../script";
import { checkAuthority, readCertificates } from "./certificate";

/** The name of the report in which a server publishes its request for a certificate: base64 of its DER form. */
export const IDENTITY_REPORT = "identity-request";

/** What a server shows to the log collector and the backup repository; made by the document `identity`. */
export const TLS = {
  /** Certificates of the house's authority (0644). */
  authority: "/etc/straat/tls/ca.pem",
  /** The server's own certificate (0644). */
  certificate: "/etc/straat/tls/server.pem",
  /** A link to the key that was made on the server; root's alone. */
  key: "/etc/straat/tls/server.key",
} as const;

export interface IdentityProps {
  /** Certificates of the house's authority, PEM. Two while one takes over from the other. */
  readonly authority: string;
  /** Certificates of the group's members, PEM. A member without one keeps what it has. */
  readonly certificates: readonly string[];
}

/**
 * Payload of the document `identity`: the same for all members of a group, in the same order however it is declared.
 * Whether a certificate holds is for {@link checkCertificate}, and for the server to judge.
 *
 * @throws InvalidError for what is not a certificate; a private key is never repeated in the message
 */
export function identityDocument({ authority, certificates }: IdentityProps): string {
  const pems = certificates.map((pem, index) => {
    const [certificate, ...more] = readCertificates(pem);
    if (certificate !== undefined && more.length === 0) return certificate.toString();
    throw new InvalidError({
      property: `certificates[${index}]`,
      value: `(${more.length + 1} certificates)`,
      problem: "is several certificates where the one of a server belongs",
      remedy: "write each certificate apart",
    });
  });
  return ["authority\n", checkAuthority(authority), "certificates\n", ...[...new Set(pems)].sort()].join("");
}

/**
 * Who a server is: a key that it makes itself and that never leaves it (DESIGN, decision 8), a request for a certificate
 * that it publishes, and the document `identity` by which the certificate comes back. A certificate that ends within 21
 * days is an error of the document, told anew each day.
 */
export function identityPart(): GuestPart {
  return {
    name: "identity",
    packages: ["openssl"],
    files: [program("make-identity"), documentHandler("identity")],
    commands: [`${PROGRAMS}/make-identity`],
  };
}
