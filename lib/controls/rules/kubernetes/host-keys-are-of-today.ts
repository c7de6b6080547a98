import { FIGURES } from "../../../model/promises/figures";
import { WARNING_EVERYWHERE } from "../../level";
import { stackRule } from "../../rule";
import { inner, numberIn, textIn } from "../../subjects/kubernetes/fields";
import { GROUPS, type MadeObject, ofKind } from "../../subjects/kubernetes/objects";

/** V-10, C5: the sheet's 2048 bits are what NCSC-NL has phased out. */
export const hostKeysAreOfToday = stackRule<MadeObject>({
  id: "host-keys-are-of-today",
  info: `certificates of host names in the cluster that are for RSA ask for ${FIGURES.tlsRsaRecommendedBits} bits or more`,
  explanation: `The sheet promises ${FIGURES.tlsRsaBits} bits, and NCSC-NL phases those out (2025): a visitor's words of today are read when they can be broken.`,
  remedy: `leave key out for ECDSA P-256, or write rsa-${FIGURES.tlsRsaRecommendedBits}`,
  promises: ["V-10"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: (stack) => ofKind(stack, GROUPS.certificates, "Certificate"),
  judge({ spec }) {
    const key = inner(spec, "privateKey");
    const bits = numberIn(key, "size") ?? FIGURES.tlsRsaBits;
    const isOld =
      (textIn(key, "algorithm") ?? "RSA") === "RSA" &&
      bits >= FIGURES.tlsRsaBits &&
      bits < FIGURES.tlsRsaRecommendedBits;
    return isOld ? `its key is of RSA with ${bits} bits` : undefined;
  },
});
