import type { Day } from "../../../model/day";
import { daysOf, nameOf } from "../../certificates/strength";
import { WARNING_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { identified, identityOf } from "../../subjects/identities";

/** Time to have a certificate signed, reviewed and applied; a server tells of it only in its last 21 days. */
const AHEAD_DAYS = 30;

/** V-10, H-12: a certificate that ends is renewed before it does. */
export const certificatesEndLater = stackRule<Machine>({
  id: "certificates-end-later",
  info: `no certificate ends within ${AHEAD_DAYS} days`,
  explanation:
    "On the day it ends a server sends no logs, makes no backup and answers no visitor, and nothing in version control has changed.",
  remedy: "have the server's request signed again, and put the certificate in the platform's list",
  promises: ["V-10", "H-12"],
  levels: WARNING_EVERYWHERE,
  waivable: true,
  subjects: identified,
  judge(machine, _, { day }) {
    const { authorities, certificates } = identityOf(machine);
    const soon = later(day, AHEAD_DAYS);
    return [...authorities, ...certificates].flatMap((certificate) => {
      const { until } = daysOf(certificate);
      const ends = !day.isAfter(until) && `${until}` < soon;
      return ends ? [`the certificate of ${nameOf(certificate)} ends on ${until}`] : [];
    });
  },
});

function later(day: Day, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
