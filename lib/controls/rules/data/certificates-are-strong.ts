import { FIGURES } from "../../../model/promises";
import { daysOf, nameOf, weaknesses } from "../../certificates/strength";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { identified, identityOf } from "../../subjects/identities";

/** V-10: a certificate is worth what its key, its signature and its dates are. */
export const certificatesAreStrong = stackRule<Machine>({
  id: "certificates-are-strong",
  info: `certificates have keys worth RSA ${FIGURES.tlsRsaBits} or more and signatures without SHA-1, and hold today`,
  explanation:
    "Whoever can make the key or the signature of a certificate can be that server: read the logs, take the backups, answer visitors. One that has ended stops logs and backups the day it does.",
  remedy: "have servers' requests signed again, with ECDSA P-256 or RSA 3072, by the house's authority",
  promises: ["V-10"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "whoever breaks it is the server from then on" },
  subjects: identified,
  judge(machine, _, { day }) {
    const { authorities, certificates } = identityOf(machine);
    return [...authorities, ...certificates].flatMap((certificate) => {
      const name = `the certificate of ${nameOf(certificate)}`;
      const { from, until } = daysOf(certificate);
      return [
        ...weaknesses(certificate).map((problem) => `${name} ${problem}`),
        ...(day.isAfter(until) ? [`${name} ended on ${until}`] : []),
        ...(from.isAfter(day) ? [`${name} does not hold before ${from}`] : []),
      ];
    });
  },
});
