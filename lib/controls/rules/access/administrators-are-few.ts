import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { platforms } from "../../subjects/administrators";

/** Who is ill or has left may be the only one. */
const FEWEST = 2;

/** H-16: a limited number of people has administrator access. */
export const administratorsAreFew = houseRule({
  id: "administrators-are-few",
  info: `between ${FEWEST} and ${FIGURES.maximumAdmins} people have administrator access at a site`,
  explanation:
    "Everybody with administrator access can read all data of all clients. Each person more is one more key that can be stolen, and one more whom nobody remembers to take off the list. With one person, nobody can get in on the day that person cannot.",
  remedy: "leave out of admins whoever has no need of it, and name two at least",
  promises: ["H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: platforms,
  judge({ model: { admins } }) {
    if (admins.length === 0) return "nobody has administrator access, so nobody can get in";
    if (admins.length < FEWEST) return `${admins[0]?.login} alone has administrator access`;
    return admins.length <= FIGURES.maximumAdmins
      ? undefined
      : `${admins.length} people have administrator access, and ${FIGURES.maximumAdmins} may: ${admins.map(({ login }) => login).join(", ")}`;
  },
});
