import { createHash } from "node:crypto";
import { nameOf } from "../../certificates/strength";
import { ERROR_EVERYWHERE } from "../../level";
import type { Machine } from "../../machine";
import { stackRule } from "../../rule";
import { otherwise } from "../../subjects/everywhere";
import { identified, identityOf } from "../../subjects/identities";

/** V-10, V-03: servers of a site trust the same authority, or they would not believe each other. */
export const sameAuthorityEverywhere = stackRule<Machine>({
  id: "same-authority-everywhere",
  info: "all servers of a site trust the same authorities, and no others",
  explanation:
    "Who is trusted by one server alone was put there for that server: it takes a stranger's word for who the collector and the repository are.",
  remedy:
    "declare the authority once, on the site's platform; two of them while one takes over from the other",
  promises: ["V-10", "V-03", "B-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "a server would take a stranger for the house" },
  subjects: identified,
  judge(machine, { model }, house) {
    const { authorities } = identityOf(machine);
    const digests = authorities.map(({ raw }) => createHash("sha256").update(raw).digest("hex"));
    const other = otherwise(
      house,
      `the authorities of ${model.site.name}`,
      digests.sort().join(" "),
      machine.id,
    );
    const names = authorities.map(nameOf).join(" and ") || "nobody";
    return other === undefined ? undefined : `it trusts ${names}, and ${other.where} does not trust the same`;
  },
});
