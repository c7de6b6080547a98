import type { ModelFile } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { differences, platforms } from "../../subjects/administrators";
import { Unreadable } from "../../unreadable";

/** V-03, V-10, H-10: the sites are one house. */
export const sameTrustEverywhere = houseRule({
  id: "same-trust-everywhere",
  info: "every site names the same authorities and the same escrow of backups",
  explanation:
    "Servers of one site bring their backups to the other, and either site's gateway leads to both. An authority that one site alone believes opens that site to whoever holds it; without one escrow a lost site takes the keys of the other's backups with it.",
  remedy: "give every platform the sshAuthorities, authority and escrow of stacks/platform.ts",
  promises: ["V-03", "V-10", "H-10"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: platforms,
  judge: ({ model }, house) => {
    const [first = model] = house.platforms;
    return differences(trustedBy(model), trustedBy(first), {
      extra: (whom) => `names ${whom}, and ${first.stack} does not`,
      missing: (whom) => `does not name ${whom}, and ${first.stack} does`,
    });
  },
});

function trustedBy({ stack, trust }: ModelFile): readonly string[] {
  if (trust === undefined) throw new Unreadable(`${stack} does not say whom its servers believe`);
  return [
    ...trust.sshAuthorities.map(({ fingerprint }) => `the authority of SSH ${fingerprint}`),
    ...trust.authorities.map((fingerprint) => `the authority of certificates ${fingerprint}`),
    ...trust.escrow.map((recipient) => `${recipient} as escrow`),
  ];
}
