import type { X509Certificate } from "node:crypto";
import { Day } from "../../model/day";
import { FIGURES } from "../../model/promises";
import { weakSignature } from "./signature";

const CURVES = ["prime256v1", "secp384r1", "secp521r1"];

/** How a certificate is called in a finding. */
export function nameOf({ subject }: X509Certificate): string {
  return (
    (subject ?? "")
      .split("\n")
      .find((line) => line.startsWith("CN="))
      ?.slice(3) || "without a name"
  );
}

/** Bits of an RSA key; undefined for another kind. */
export function rsaBits({ publicKey }: X509Certificate): number | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = publicKey;
  return type === "rsa" || type === "rsa-pss" ? (details?.modulusLength ?? 0) : undefined;
}

/** What is too weak about a certificate's key and signature. */
export function weaknesses(certificate: X509Certificate): readonly string[] {
  const { asymmetricKeyType: type = "nothing", asymmetricKeyDetails: details } = certificate.publicKey;
  const bits = rsaBits(certificate);
  const curve = details?.namedCurve ?? "";
  const isStrong =
    bits === undefined
      ? (type === "ec" && CURVES.includes(curve)) || type === "ed25519"
      : bits >= FIGURES.tlsRsaBits;
  const signature = weakSignature(certificate);
  return [
    ...(isStrong ? [] : [`has a key of ${type} ${bits ?? curve}`.trim()]),
    ...(signature === undefined ? [] : [`is signed with ${signature}`]),
  ];
}

/** First and last day on which a certificate holds, in UTC. */
export function daysOf({ validFrom, validTo }: X509Certificate): { readonly from: Day; readonly until: Day } {
  const day = (time: string) => Day.parse(new Date(time).toISOString().slice(0, 10));
  return { from: day(validFrom), until: day(validTo) };
}
