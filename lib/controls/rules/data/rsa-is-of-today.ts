import { FIGURES } from "../../../model/promises";
import { nameOf, rsaBits } from "../../certificates/strength";
import { WARNING_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { identified, identityOf } from "../../subjects/identities";

/** V-10, C5: the sheet's 2048 bits are what NCSC-NL calls to be phased out. */
export const rsaIsOfToday = stackRule<Machine>({
  id: "rsa-is-of-today",
  info: `keys of RSA have ${FIGURES.tlsRsaRecommendedBits} bits or more`,
  explanation: `The sheet promises ${FIGURES.tlsRsaBits} bits. NCSC-NL phases those out: what is recorded today is read when such keys can be broken.`,
  remedy: `make new keys: ECDSA P-256, or RSA of ${FIGURES.tlsRsaRecommendedBits} bits`,
  promises: ["V-10"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: identified,
  judge(machine) {
    const { authorities, certificates } = identityOf(machine);
    return [...authorities, ...certificates].flatMap((certificate) => {
      const bits = rsaBits(certificate);
      const isOld = bits !== undefined && bits >= FIGURES.tlsRsaBits && bits < FIGURES.tlsRsaRecommendedBits;
      return isOld ? [`the certificate of ${nameOf(certificate)} has a key of RSA ${bits}`] : [];
    });
  },
});
