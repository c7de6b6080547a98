import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Administrator, administrators } from "../../subjects/administrators";
import { functionIn } from "../../subjects/function-names";

/** V-03, H-16: who has access is somebody with a first and a last name, not a function that several people fill. */
export const administratorsArePeople = houseRule<Administrator>({
  id: "administrators-are-people",
  info: "each administrator is a person, by first and last name",
  explanation:
    "What is done under the account of a team or a function was done by nobody: the log cannot tell who read a client's data, and the account stays when the person leaves.",
  remedy:
    "write each person by first and last name; a waiver says so of who has one name only, or one that is also a word",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: administrators,
  judge({ admin: { person } }) {
    const [called] = functionIn(person);
    return [
      ...(isFullName(person) ? [] : [`${JSON.stringify(person)} is no first and last name`]),
      ...(called === undefined ? [] : [`${person} is called ${called}, which is a function and no person`]),
    ];
  },
});

function isFullName(person: string): boolean {
  return person.split(" ").filter((word) => /\p{L}/u.test(word)).length > 1;
}
