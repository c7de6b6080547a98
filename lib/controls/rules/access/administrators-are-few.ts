import { FIGURES } from "../../../model/promises/figures";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { platforms } from "../../subjects/administrators";

/** H-16: a limited number of people has administrator access. */
export const administratorsAreFew = houseRule({
  id: "administrators-are-few",
  info: `at most ${FIGURES.maximumAdmins} people have administrator access at a site`,
  explanation:
    "Everybody with administrator access can read all data of all clients. Each person more is one more key that can be stolen, and one more whom nobody remembers to take off the list.",
  remedy: "leave out of admins whoever has no need of it",
  promises: ["H-16"],
  levels: ERROR_EVERYWHERE,
  waivable: true,
  subjects: platforms,
  judge: ({ model: { admins } }) =>
    admins.length <= FIGURES.maximumAdmins
      ? undefined
      : `${admins.length} people have administrator access, and ${FIGURES.maximumAdmins} may: ${admins.map(({ login }) => login).join(", ")}`,
});
