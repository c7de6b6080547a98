import { ERROR_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { policiesFor } from "../../subjects/kubernetes/gateways";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";

/** Versions of TLS that NCSC-NL calls sufficient or good, as Envoy Gateway writes them. */
const VERSIONS = ["1.2", "1.3"];

/** Of TLS 1.2: keys that are made anew for each connection, and encryption that proves itself. */
const CIPHERS = /^ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)$/;

const SIGNATURES =
  /^(ecdsa_secp(256r1|384r1|521r1)|rsa_pss_(rsae|pss)|rsa_pkcs1)_sha(256|384|512)$|^ed25519$/;

/** Headers in which a visitor says who sent a request. */
const SAID = ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host"];

const CURVES = ["X25519MLKEM768", "X25519", "P-256", "P-384", "P-521"];

/** V-10: a gateway speaks what NCSC-NL calls sufficient, and nothing weaker. */
export const gatewaysSpeakStrongTls = stackRule<MadeObject>({
  id: "gateways-speak-strong-tls",
  info: "every gateway speaks TLS 1.2 at the least, with ciphers and curves that NCSC-NL calls sufficient, and believes nobody about who a visitor is",
  explanation:
    "A gateway that is told nothing speaks what its release thinks right. Older versions and ciphers are broken by whoever listens, and who is believed about a visitor's address walks past every allow-list.",
  remedy:
    "give the Gateway a ClientTrafficPolicy with tls.minVersion 1.2, ECDHE ciphers with GCM or ChaCha20, a list of curves and signatures, no clientIPDetection, and X-Forwarded-For among the headers it removes",
  promises: ["V-10", "V-09"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => ofKind(stack, GROUPS.gateway, "Gateway"),
  judge(gateway, stack) {
    const policies = policiesFor("ClientTrafficPolicy", gateway, stack);
    return policies.length === 1
      ? policies.flatMap(wrongPolicy)
      : [`${policies.length} policies say which TLS it speaks, not one`];
  },
});

function wrongPolicy({ spec }: MadeObject): readonly string[] {
  const tls = inner(spec, "tls");
  const least = textIn(tls, "minVersion") ?? "none";
  const removed = textsIn(inner(spec, "headers", "earlyRequestHeaders"), "remove").map((name) =>
    name.toLowerCase(),
  );
  return problemsOf(
    unless(VERSIONS.includes(least), `it speaks TLS from version ${least} on`),
    ...["ciphers", "ecdhCurves", "signatureAlgorithms"].map((key) =>
      unless(textsIn(tls, key).length > 0, `it speaks whatever ${key} its release likes`),
    ),
    ...unfit(tls, "signatureAlgorithms", (name) => SIGNATURES.test(name)),
    ...SAID.filter((header) => !removed.includes(header)).map(
      (header) => `it passes on what a visitor says of who sent a request (${header})`,
    ),
    unless(
      ["UnescapeAndRedirect", "RejectRequest"].includes(
        textIn(inner(spec, "path"), "escapedSlashesAction") ?? "",
      ),
      "a path with an escaped slash passes by the routes it is for",
    ),
    unless(
      inner(spec, "timeout", "http").has("requestReceivedTimeout"),
      "a visitor may take for ever over one request",
    ),
    ...unfit(tls, "ciphers", (cipher) => CIPHERS.test(cipher)),
    ...unfit(tls, "ecdhCurves", (curve) => CURVES.includes(curve)),
    unless(
      !spec.has("clientIPDetection") || Object.keys(spec.map("clientIPDetection").values).length === 0,
      "it believes what is written in a request about who sent it",
    ),
    unless(
      !spec.has("proxyProtocol") && spec.values.enableProxyProtocol !== true,
      "it believes whoever connects about who sent it",
    ),
  );
}

function unfit(tls: Fields, key: string, isFit: (name: string) => boolean): readonly string[] {
  return textsIn(tls, key)
    .filter((name) => !isFit(name))
    .map((name) => `it speaks ${name}, which is weaker than NCSC-NL calls sufficient`);
}
