import type { ModelFile } from "../../../model/model-file";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { differences, platforms } from "../../subjects/administrators";

/** V-03, H-16: there is one list of administrators, and every site has it. */
export const sameAdministratorsEverywhere = houseRule({
  id: "same-administrators-everywhere",
  info: "every site lists the same administrators, with the same keys and last days",
  explanation:
    "Either site's gateway leads to the servers of both. Somebody who is left in the list of one after being taken off the other still has a way to everything.",
  remedy: "give every platform the one list of stacks/admins.ts",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: platforms,
  judge: ({ model }, house) => {
    const [first = model] = house.platforms;
    return differences(peopleOf(model), peopleOf(first), {
      extra: (person) => `lists ${person}, and ${first.stack} does not`,
      missing: (person) => `does not list ${person}, and ${first.stack} does`,
    });
  },
});

function peopleOf({ admins }: ModelFile): readonly string[] {
  return admins.map(
    ({ login, person, until, sshKey, wireguardKey }) =>
      `${person} (${login}) until ${until} with ${sshKey.fingerprint} and ${wireguardKey}`,
  );
}
