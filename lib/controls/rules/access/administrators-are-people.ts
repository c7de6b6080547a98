import { FUNCTIONS } from "../../../model/person";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Administrator, administrators } from "../../subjects/administrators";

/** Words of functions that may also be somebody's last name. */
const ALSO_NAMES = wordsIn(
  "root bot gast guest tech test tester build builder deploy staff service system temp common",
);

/** V-03, H-16: who has access is somebody with a first and a last name, not a function that several people fill. */
export const administratorsArePeople = houseRule({
  id: "administrators-are-people",
  info: "each administrator is one person, by first and last name and a login of their own",
  explanation:
    "What is done under the account of a team or a function was done by nobody: the log cannot tell who read a client's data, and the account stays when the person leaves.",
  remedy:
    "write each person by first and last name, with a login made of it, such as jdevries for Jantien de Vries",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "the sheet opens confidential information to named people only" },
  subjects: administrators,
  judge: (administrator) => [...wrongName(administrator), ...sharedLogin(administrator)],
});

function wrongName({ admin: { person, login } }: Administrator): readonly string[] {
  const called = [person, login].flatMap(functionIn)[0];
  return [
    ...(isFullName(person) ? [] : [`${JSON.stringify(person)} is no first and last name`]),
    ...(called === undefined
      ? []
      : [`${person} (${login}) is called ${called}, which is a function and no person`]),
  ];
}

function isFullName(person: string): boolean {
  return person.split(" ").filter((word) => /\p{L}/u.test(word)).length > 1;
}

/** The word by which a name is a function's; none in a person's. */
function functionIn(name: string): readonly string[] {
  const words = name
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== "");
  const isNobody = words.every((word) => FUNCTIONS.has(word) || ALSO_NAMES.has(word));
  return words.filter((word) => FUNCTIONS.has(word) || isNobody).slice(0, 1);
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

function sharedLogin({ admin, platform }: Administrator): readonly string[] {
  const others = platform.admins.filter((other) => other !== admin);
  return others
    .filter(
      ({ login, person }) => login === admin.login || person.toLowerCase() === admin.person.toLowerCase(),
    )
    .map(({ login, person }) => `${admin.person} (${admin.login}) is also there as ${person} (${login})`);
}
