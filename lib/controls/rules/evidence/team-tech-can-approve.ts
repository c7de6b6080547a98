import { ERROR_EVERYWHERE } from "../../level";
import { houseRule } from "../../rule";
import { TEAM_TECH, teamTechNames } from "../../subjects/team-tech";

/** I-05, I-07: a change is approved by somebody of team Tech who did not write it. */
export const teamTechCanApprove = houseRule({
  id: "team-tech-can-approve",
  info: `team Tech has at least ${TEAM_TECH.approving} members, each named once`,
  explanation:
    "With one member whoever writes a change approves it alone, and with none nobody does. A name that stands there twice is one person.",
  remedy: "name in stacks/team-tech.ts who stands in until the place is taken, each person once",
  promises: ["I-05", "I-07"],
  levels: ERROR_EVERYWHERE,
  waivable: { never: "who would own the waiver" },
  subjects: () => [TEAM_TECH.subject],
  judge(_, house) {
    const names = teamTechNames(house);
    return [
      ...(names.size < house.teamTech.length ? ["somebody is named twice"] : []),
      ...(names.size < TEAM_TECH.approving
        ? [`${[...names].join(", ") || "nobody"} is named, so nobody could approve what another wrote`]
        : []),
    ];
  },
});
