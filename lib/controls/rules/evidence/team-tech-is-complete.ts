import { FIGURES } from "../../../model/promises";
import { WARNING_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { TEAM_TECH, teamTechNames } from "../../subjects/team-tech";

/** I-05, I-07: the CISO and two specialists; while a place is open, what they approve is still seen by two. */
export const teamTechIsComplete = houseRule({
  id: "team-tech-is-complete",
  info: `team Tech has at least ${FIGURES.teamTechMembers} members`,
  explanation:
    "Team Tech approves every change of the infrastructure. While one of them is ill or has left, the other two have to be there for each change.",
  remedy: "name the CISO and the specialists in stacks/team-tech.ts",
  promises: ["I-05", "I-06", "I-07"],
  levels: WARNING_EVERYWHERE,
  waivable: { never: "who would own the waiver" },
  // With so few that nobody can approve, another rule says so.
  subjects: (house) => (teamTechNames(house).size < TEAM_TECH.approving ? [] : [TEAM_TECH.subject]),
  judge(_, house) {
    const names = teamTechNames(house);
    return names.size < FIGURES.teamTechMembers
      ? `${names.size} are named: ${[...names].join(", ")}`
      : undefined;
  },
});
