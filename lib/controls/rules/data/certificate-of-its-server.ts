import type { X509Certificate } from "node:crypto";
import { nameOf } from "../../certificates/strength";
import type { IdentityDocument } from "../../guest/identity-document";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { identified, identityOf } from "../../subjects/identities";
import { Unreadable } from "../../unreadable";

/** What a server shows its certificate for: to who asks it, and to the collector and the repository (RFC 5280). */
const USES: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "server",
  "1.3.6.1.5.5.7.3.2": "client",
};

/** V-10, V-03: a server shows that it is itself, and trusts who shows the house's own. */
export const certificateOfItsServer = stackRule<Machine>({
  id: "certificate-of-its-server",
  info: "a group is given certificates of its own servers, signed by the authority it trusts, and one authority at least",
  explanation:
    "A backup repository and a collector know a server by its certificate. With another server's name in it, it reads that one's backups; with an authority nobody chose, anybody is a server of the house.",
  remedy: "have each server's own request signed by the house's authority",
  promises: ["V-10", "V-03", "B-16"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "one server could be another" },
  subjects: identified,
  judge(machine) {
    const { group } = machine;
    if (group === undefined)
      throw new Unreadable("it is no server of the model file, so no certificate is its own");
    const identity = identityOf(machine);
    const names = group.servers.map(({ name }) => name);
    const { authorities, certificates } = identity;
    return [
      ...(authorities.length === 0 ? ["it trusts no authority"] : []),
      ...authorities.filter(({ ca }) => !ca).map((one) => `it trusts ${nameOf(one)}, which is no authority`),
      ...certificates.flatMap((certificate) => wrongCertificate(certificate, names, identity)),
    ];
  },
});

function wrongCertificate(
  certificate: X509Certificate,
  names: readonly string[],
  { authorities }: IdentityDocument,
): readonly string[] {
  const name = nameOf(certificate);
  const isNamed = certificate.checkHost(name, { subject: "never", wildcards: false }) !== undefined;
  const isSigned = authorities.some(
    (one) => certificate.checkIssued(one) && certificate.verify(one.publicKey),
  );
  const others = (certificate.subjectAltName ?? "")
    .split(/,\s*/)
    .filter((alternative) => alternative !== `DNS:${name}`);
  const uses: readonly string[] = certificate.keyUsage ?? [];
  const about = `the certificate of ${name}`;
  return [
    ...(names.includes(name) ? [] : [`${about} is of no server of this group`]),
    ...(isNamed ? [] : [`${about} has that name in a place where nobody looks`]),
    ...others.filter((text) => text !== "").map((text) => `${about} is also for ${text}`),
    ...(certificate.ca ? [`${about} is an authority's: it can make certificates itself`] : []),
    ...(isSigned ? [] : [`${about} is not signed by an authority that the server trusts`]),
    ...Object.entries(USES)
      .filter(([id]) => !uses.includes(id))
      .map(([, use]) => `${about} is not for a ${use} of TLS`),
  ];
}
