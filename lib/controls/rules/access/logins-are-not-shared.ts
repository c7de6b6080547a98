import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { type Administrator, administrators } from "../../subjects/administrators";
import { functionIn } from "../../subjects/function-names";

/** V-03, H-16: a login is one person's, and a person has one. */
export const loginsAreNotShared = houseRule<Administrator>({
  id: "logins-are-not-shared",
  info: "each administrator has a login of their own, and one of them",
  explanation:
    "What is done under a login that several people know was done by nobody: the log cannot tell who read a client's data, and the login stays when one of them leaves.",
  remedy: "give each person one login made of their name, such as jdevries for Jantien de Vries",
  promises: ["V-03", "H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "the sheet opens confidential information to named people only" },
  subjects: administrators,
  judge: (administrator) => [...sharedName(administrator), ...sharedWithOthers(administrator)],
});

function sharedName({ admin: { person, login } }: Administrator): readonly string[] {
  return functionIn(login).map(
    (called) => `the login ${login} of ${person} is called ${called}, which is a function and no person`,
  );
}

function sharedWithOthers({ admin, platform }: Administrator): readonly string[] {
  const others = platform.admins.filter((other) => other !== admin);
  return others
    .filter(
      ({ login, person }) => login === admin.login || person.toLowerCase() === admin.person.toLowerCase(),
    )
    .map(({ login, person }) => `${admin.person} (${admin.login}) is also there as ${person} (${login})`);
}
