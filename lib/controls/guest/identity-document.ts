import { X509Certificate } from "node:crypto";
import { Unreadable } from "../unreadable";
import { told } from "./decode";
import { linesOf } from "./lines";
import { recent } from "./recent";

/** Who a server is told to trust, and what it may show. */
export interface IdentityDocument {
  /** Certificates of the house's authority. */
  readonly authorities: readonly X509Certificate[];
  /** Certificates of the group's members; a server takes the one for its own key. */
  readonly certificates: readonly X509Certificate[];
}

const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

/**
 * Reads the payload of the live document `identity`. What it holds is never repeated in a message: where it is not
 * understood it may be a private key.
 *
 * @throws Unreadable for anything but certificates in PEM in their one form, first the authority's
 */
export const readIdentityDocument: (payload: string) => IdentityDocument = recent(64, (payload) =>
  told("the document identity", () => {
    const lines = linesOf(payload);
    const at = lines.indexOf("certificates");
    if (lines[0] !== "authority" || at < 0) throw new Unreadable("is not of an authority and certificates");
    const [authorities, certificates] = [
      certificatesIn(lines.slice(1, at), 2),
      certificatesIn(lines.slice(at + 1), at + 2),
    ];
    return { authorities, certificates };
  }),
);

/** @param first the number of the first of these lines, for the message */
function certificatesIn(lines: readonly string[], first: number): readonly X509Certificate[] {
  const certificates: X509Certificate[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = lines.indexOf(END, at);
    const where = `in lines ${first + at} to ${first + Math.max(end, at)}`;
    if (lines[at] !== BEGIN || end < 0) throw new Unreadable(`has no certificate ${where}`);
    certificates.push(certificateIn(`${lines.slice(at, end + 1).join("\n")}\n`, where));
    at = end + 1;
  }
  return certificates;
}

function certificateIn(pem: string, where: string): X509Certificate {
  let certificate: X509Certificate | undefined;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    // Told below, without what OpenSSL says of it.
  }
  if (certificate?.toString() === pem) return certificate;
  throw new Unreadable(`has a damaged certificate ${where}`);
}
