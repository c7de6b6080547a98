import { FIGURES } from "../../../model/promises";
import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";

/** I-05, I-06: the CISO and two specialists; with fewer, nobody is left who did not write the change. */
export const teamTechIsComplete = houseRule({
  id: "team-tech-is-complete",
  info: `team Tech has at least ${FIGURES.teamTechMembers} members, each named once`,
  explanation:
    "Team Tech approves every change of the infrastructure. With too few members somebody approves alone, or nobody can.",
  remedy: "name the CISO and the specialists in stacks/team-tech.ts",
  promises: ["I-05", "I-06"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "who would own the waiver" },
  subjects: () => [{ id: "fleet" }],
  judge(_, { teamTech }) {
    const names = new Set(teamTech);
    if (names.size < teamTech.length) return "somebody is named twice";
    return names.size < FIGURES.teamTechMembers
      ? `${names.size} are named: ${teamTech.join(", ") || "nobody"}`
      : undefined;
  },
});
