import { InvalidError } from "./mistake";
import { checkText } from "./text";

/** Words that name what somebody does, or a group of people, in English and Dutch, and are nobody's name. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  `admin admins administrator administrators beheer beheerder beheerders systeembeheer sysadmin sysadmins superuser sudo
  operator operators ops operations devops secops noc soc infra infrastructure team teams group groep iedereen everyone
  shared gedeeld account user users gebruiker support helpdesk servicedesk hosting deployer deployment jenkins gitlab
  github robot automation ansible terraform backup backups monitor monitoring security developer developers
  ontwikkelaar ontwikkelaars stagiair intern emergency noodaccount afdeling department mailbox ciso`.split(
    /\s+/,
  ),
);

/** Whether a text is the full name of one person: a first and a last name, and no word of a function or a group (V-03). */
function isFullName(text: string): boolean {
  const names = text.split(" ");
  const isFunction = names.some((name) => FUNCTIONS.has(name.toLowerCase()));
  return names.filter((name) => /\p{L}/u.test(name)).length > 1 && !names.includes("") && !isFunction;
}

/**
 * A named person, by first and last name: a team or a function answers for nothing.
 *
 * @param kind what the person is, for messages: `the owner of a waiver`
 * @throws InvalidError when missing, not one printable line, or no person's name
 */
export function checkPerson(kind: string, value: unknown): string {
  const text = checkText(kind, value);
  if (isFullName(text)) return text;
  throw new InvalidError({
    value: JSON.stringify(text),
    problem: `is no person's first and last name; ${kind} is a person, not a team`,
    remedy: "write for example Jo de Vries",
  });
}
