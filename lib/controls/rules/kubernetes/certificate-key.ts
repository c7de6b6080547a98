import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { stackRule, type Wrong } from "../../rule";
import { inner, numberIn, textIn, textsIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";
import { problemsOf, unless } from "../../subjects/problems";
import type { Fields } from "../../terraform/fields";

/** Curves, by their size in bits. */
const CURVES = [256, 384, 521];

/** V-10: a host name is proven by a key that will hold for the years to come, and that is not the last one's. */
export const certificateKey = stackRule<MadeObject>({
  id: "certificate-key",
  info: "every certificate is for ECDSA of 256 bits or more, or for RSA of 2048, is made anew with each renewal, in time, and is for names that are written out",
  explanation:
    "What is asked for without a word about its key is whatever the program that asks thinks right. A key that outlives its certificate is stolen once for ever, and one that is renewed too late ends while people visit.",
  remedy: "write privateKey with algorithm ECDSA, size 256 and rotationPolicy Always, and renewBefore",
  promises: ["V-10"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: (stack) => ofKind(stack, GROUPS.certificates, "Certificate"),
  judge({ spec }) {
    const key = inner(spec, "privateKey");
    const names = textsIn(spec, "dnsNames");
    return problemsOf(
      wrongKey(key),
      unless(textIn(key, "rotationPolicy") === "Always", "its key stays the same when it is renewed"),
      unless(names.length > 0, "it is for no host name"),
      ...names
        .filter((name) => name.includes("*"))
        .map((name) => `it is for ${name}, whatever that comes to be`),
      unless(spec.has("renewBefore") || spec.has("renewBeforePercentage"), "nobody says when it is renewed"),
      unless(spec.values.isCA !== true, "whoever has it makes certificates"),
      unless(inner(spec, "issuerRef").has("name"), "nobody is said to sign it"),
    );
  },
});

function wrongKey(key: Fields): Wrong {
  const algorithm = textIn(key, "algorithm") ?? "RSA";
  const size = numberIn(key, "size");
  switch (algorithm) {
    case "ECDSA":
      return unless(CURVES.includes(size ?? 256), `its key is of ECDSA with ${size} bits`);
    case "RSA":
      return unless(
        size !== undefined && size >= FIGURES.tlsRsaBits,
        `its key is of RSA with ${size ?? "nobody says how many"} bits, and ${FIGURES.tlsRsaBits} is the least`,
      );
    default:
      return `its key is of ${algorithm}, which visitors may not know`;
  }
}
