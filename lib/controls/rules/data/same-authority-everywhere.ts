import { nameOf } from "../../certificates/strength";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { differences } from "../../subjects/administrators";
import { identified, identityOf } from "../../subjects/identities";
import { trustOf } from "../../subjects/trust";

/** V-10, V-03: servers of a site trust the authorities that its platform names, or they would not believe each other. */
export const sameAuthorityEverywhere = stackRule<Machine>({
  id: "same-authority-everywhere",
  info: "all servers of a site trust the authorities that its platform names, and no others",
  explanation:
    "Who is trusted and stands in no declaration was put there by hand: servers take a stranger's word for who the collector and the repository are.",
  remedy:
    "declare the authority once, on the site's platform; two of them while one takes over from the other",
  promises: ["V-10", "V-03", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a server would take a stranger for the house" },
  subjects: identified,
  judge(machine, { model }, house) {
    const { authorities } = identityOf(machine);
    const names = new Map(
      authorities.map((authority) => [authority.fingerprint256, nameOf(authority)] as const),
    );
    const platform = `the platform of ${model.site.name}`;
    return differences(
      authorities.map(({ fingerprint256 }) => fingerprint256),
      trustOf(model, house).authorities,
      {
        extra: (fingerprint) =>
          `it trusts ${names.get(fingerprint)} (${fingerprint}), whom ${platform} does not name`,
        missing: (fingerprint) => `it does not trust ${fingerprint}, whom ${platform} names`,
      },
    );
  },
});
