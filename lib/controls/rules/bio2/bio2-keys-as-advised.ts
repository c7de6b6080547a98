import { Profile } from "../../../model/profile";
import { FIGURES } from "../../../model/promises";
import { nameOf, rsaBits } from "../../certificates/strength";
import { ERROR_FROM_ACCEPTANCE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { identified, identityOf } from "../../subjects/identities";

/** BIO2 8.24.04: cryptography follows the advice of the NCSC. */
export const bio2KeysAsAdvised = stackRule<Machine>({
  id: "bio2-keys-as-advised",
  info: `certificates have keys that the NCSC calls sufficient: ECDSA, or RSA of ${FIGURES.tlsRsaRecommendedBits} bits`,
  explanation: `BIO2 8.24.04 asks to follow the advice of the NCSC, which phases out RSA below ${FIGURES.tlsRsaRecommendedBits} bits; for others that is a warning.`,
  remedy: "make new keys: ECDSA P-256 or P-384",
  promises: ["V-10"],
  levels: ERROR_FROM_ACCEPTANCE,
  waivable: true,
  profile: Profile.BIO2,
  subjects: identified,
  judge(machine) {
    const { authorities, certificates } = identityOf(machine);
    return [...authorities, ...certificates].flatMap((certificate) => {
      const bits = rsaBits(certificate);
      const isWeak = bits !== undefined && bits < FIGURES.tlsRsaRecommendedBits;
      return isWeak ? [`the certificate of ${nameOf(certificate)} has a key of RSA ${bits}`] : [];
    });
  },
});
